package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The known_hosts file, read again when it has changed. */
final class KnownHosts {

  private record Read(FileTime modified, KnownKeys keys) {}

  private final @Nullable Path file;
  private volatile @Nullable Read last;

  KnownHosts(@Nullable Path file) {
    this.file = file;
  }

  /** What the file says now; null when none is configured. */
  @Nullable KnownKeys current() throws IOException {
    if (file == null) {
      return null;
    }
    FileTime modified = Files.getLastModifiedTime(file);
    Read read = last;
    if (read == null || !read.modified().equals(modified)) {
      read = new Read(modified, KnownKeys.parse(Files.readAllLines(file)));
      last = read;
    }
    return read.keys();
  }
}
