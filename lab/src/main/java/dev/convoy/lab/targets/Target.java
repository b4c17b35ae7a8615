package dev.convoy.lab.targets;

/**
 * A launched instance as its users see it.
 *
 * @param instanceId EC2 instance id
 * @param privateIp address its services listen on
 * @param sourceServerId MGN's id of the server it was made from
 * @param serving true if users are sent to it
 * @param healthy false for a planted failure: its health page answers 503
 */
public record Target(
    String instanceId, String privateIp, String sourceServerId, TargetPurpose purpose, boolean serving,
    boolean healthy) {

  Target withServing(boolean value) {
    return new Target(instanceId, privateIp, sourceServerId, purpose, value, healthy);
  }
}
