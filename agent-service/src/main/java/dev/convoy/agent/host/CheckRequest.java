package dev.convoy.agent.host;

import dev.convoy.agent.remote.Payload;

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
 */
public record CheckRequest(
    String mgnEndpoint,
    String s3Endpoint,
    String stagingEndpoint,
    int minRootMib,
    int minTmpMib,
    int minBootMib,
    int minRamMib) {

  /** The sizes of the MGN user guide. */
  public static CheckRequest of(String mgnEndpoint, String s3Endpoint, String stagingEndpoint) {
    return new CheckRequest(mgnEndpoint, s3Endpoint, stagingEndpoint, 2048, 1024, 50, 300);
  }

  Payload payload() {
    return Payload.EMPTY
        .with("mgn-endpoint", mgnEndpoint)
        .with("s3-endpoint", s3Endpoint)
        .with("staging-endpoint", stagingEndpoint)
        .with("min-root-mib", Integer.toString(minRootMib))
        .with("min-tmp-mib", Integer.toString(minTmpMib))
        .with("min-boot-mib", Integer.toString(minBootMib))
        .with("min-ram-mib", Integer.toString(minRamMib));
  }
}
