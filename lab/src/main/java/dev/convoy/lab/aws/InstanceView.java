package dev.convoy.lab.aws;

/**
 * A launched instance.
 *
 * @param privateIp in 127/8, so that something can listen there
 * @param cutover launched by StartCutover, else by StartTest
 */
public record InstanceView(
    String instanceId, String sourceServerId, String account, String region, String subnetId, String privateIp,
    boolean cutover) {}
