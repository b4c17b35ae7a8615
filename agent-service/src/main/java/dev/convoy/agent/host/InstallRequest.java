package dev.convoy.agent.host;

import java.time.Duration;

/**
 * What the agent is installed for.
 *
 * @param serverId becomes the user-provided id, which makes installing again safe
 * @param region AWS region of the target account
 * @param s3Endpoint host name for downloads, for private routes; empty = the public one
 * @param endpoint host name of MGN, for private routes; empty = the public one
 * @param timeout after which the installer is ended
 * @param source where the installer comes from
 * @param options what else it is told
 */
public record InstallRequest(
    String serverId, String region, String s3Endpoint, String endpoint, Duration timeout, InstallerSource source,
    InstallOptions options) {

  /** From AWS's bucket, without options. */
  public InstallRequest(String serverId, String region, String s3Endpoint, String endpoint, Duration timeout) {
    this(serverId, region, s3Endpoint, endpoint, timeout, new InstallerSource.Aws(), InstallOptions.NONE);
  }

  /** Refuses values that could be read as anything but a name. */
  public InstallRequest {
    if (!region.matches("[a-z]{2}(-[a-z0-9]+)+")) {
      throw new IllegalArgumentException("not a region");
    }
    for (String name : new String[] {s3Endpoint, endpoint}) {
      if (!name.matches("([A-Za-z0-9][A-Za-z0-9.-]*)?")) {
        throw new IllegalArgumentException("not a host name of an endpoint");
      }
    }
  }
}
