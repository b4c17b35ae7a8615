package dev.convoy.launch.settings;

import dev.convoy.launch.server.Placement;

/**
 * MGN's launch configuration of a source server, as far as it matters here.
 *
 * @param templateId EC2 launch template of the server
 * @param rightSizing true = BASIC: MGN chooses the instance type and overwrites the template's
 * @param copyPrivateIp the instance takes the address of the source
 * @param started the instance is started after its launch
 */
public record LaunchConfiguration(
    String templateId, boolean rightSizing, boolean copyPrivateIp, boolean started) {

  /** Right-sizing must be off where a type is wanted, else MGN overwrites it within the hour (MGN user guide). */
  static LaunchConfiguration wanted(String templateId, Placement placement) {
    return new LaunchConfiguration(templateId, placement.instanceType() == null, false, true);
  }
}
