package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import org.jspecify.annotations.Nullable;

/** The known_hosts file, read again when it has changed. */
final class KnownHosts {

  private record Read(FileTime modified, OpenSSHKnownHosts hosts) {}

  private final @Nullable Path file;
  private volatile @Nullable Read last;

  KnownHosts(@Nullable Path file) {
    this.file = file;
  }

  /** What the file says now; null when none is configured. */
  @Nullable OpenSSHKnownHosts current() throws IOException {
    if (file == null) {
      return null;
    }
    FileTime modified = Files.getLastModifiedTime(file);
    Read read = last;
    if (read == null || !read.modified().equals(modified)) {
      read = new Read(modified, new OpenSSHKnownHosts(file.toFile(), new NoLog()));
      last = read;
    }
    return read.hosts();
  }
}
