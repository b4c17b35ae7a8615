package dev.convoy.agent.host;

import dev.convoy.agent.remote.Payload;
import java.util.List;
import java.util.Map;

/**
 * What a host is checked against. The sizes are those of the MGN user guide: 2 GB on the root file system (its
 * troubleshooting page says 3), 1 GB on /tmp, 50 MB on a separate /boot, 300 MB of memory.
 *
 * @param mgnEndpoint host:port that the agent talks to; empty = not checked
 * @param s3Endpoint host:port that the installer is downloaded from; empty = not checked
 * @param stagingEndpoint host:port of a replication server, port 1500; empty = not checked
 * @param minRootMib free space on the root file system or system drive, MiB
 * @param minTmpMib free space for temporary files, MiB
 * @param minBootMib free space on /boot if it is a file system of its own, MiB
 * @param minRamMib memory available, MiB
 * @param linuxSystems distributions that MGN takes, one a line: id and first and last version, as os-release says them
 * @param own checks of the configuration for the family of the host, by name: text whose exit code is the verdict
 */
public record CheckRequest(
    String mgnEndpoint,
    String s3Endpoint,
    String stagingEndpoint,
    int minRootMib,
    int minTmpMib,
    int minBootMib,
    int minRamMib,
    String linuxSystems,
    Map<String, String> own) {

  /**
   * Distributions of the MGN user guide of 2026. A last version without a dot stands for all of that major one.
   */
  public static final List<String> LINUX_SYSTEMS = List.of(
      "amzn 1 2023", "rhel 6 10.1", "centos 6 9", "ol 6 7", "ol 8.5 9.4", "rocky 8 10", "almalinux 8 10",
      "sles 11.4 15", "ubuntu 12.04 24.04", "debian 8 12");

  /** Copies the checks. */
  public CheckRequest {
    own = Map.copyOf(own);
  }

  /** The sizes and distributions of the MGN user guide. */
  public static CheckRequest of(String mgnEndpoint, String s3Endpoint, String stagingEndpoint) {
    return new CheckRequest(mgnEndpoint, s3Endpoint, stagingEndpoint, 2048, 1024, 50, 300,
        String.join("\n", LINUX_SYSTEMS), Map.of());
  }

  /** The same with distributions and checks of the configuration. */
  public CheckRequest with(List<String> systems, Map<String, String> texts) {
    return new CheckRequest(mgnEndpoint, s3Endpoint, stagingEndpoint, minRootMib, minTmpMib, minBootMib, minRamMib,
        String.join("\n", systems), texts);
  }

  Payload payload() {
    Payload payload = Payload.EMPTY
        .with("mgn-endpoint", mgnEndpoint)
        .with("s3-endpoint", s3Endpoint)
        .with("staging-endpoint", stagingEndpoint)
        .with("min-root-mib", Integer.toString(minRootMib))
        .with("min-tmp-mib", Integer.toString(minTmpMib))
        .with("min-boot-mib", Integer.toString(minBootMib))
        .with("min-ram-mib", Integer.toString(minRamMib))
        .with("linux-systems", linuxSystems);
    for (Map.Entry<String, String> check : own.entrySet()) {
      payload = payload.with("own." + check.getKey(), check.getValue());
    }
    return payload;
  }
}
