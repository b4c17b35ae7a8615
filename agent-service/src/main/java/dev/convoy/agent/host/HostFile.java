package dev.convoy.agent.host;

import java.nio.file.Path;

/**
 * A file that is brought to hosts.
 *
 * @param path where it is here
 * @param sha512 its SHA-512 in lower-case hex, which the host verifies
 * @param size in bytes
 */
public record HostFile(Path path, String sha512, long size) {

  /** Refuses what is no checksum: it names the file on the host. */
  public HostFile {
    if (!sha512.matches("[0-9a-f]{128}") || size < 1) {
      throw new IllegalArgumentException("not a file with a SHA-512");
    }
  }
}
