package dev.convoy.lab.aws.wire;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every call that changed something or was refused, as JSON lines in order; kept in a file if there is one. */
public final class Ledger implements AutoCloseable {

  private final List<String> lines = new ArrayList<>();
  private final @Nullable BufferedWriter file;

  /** @param path of the file, whose lines of earlier runs are kept; null for none */
  public Ledger(@Nullable Path path) throws IOException {
    if (path == null) {
      file = null;
      return;
    }
    Files.createDirectories(path.toAbsolutePath().getParent());
    if (Files.exists(path)) {
      lines.addAll(Files.readAllLines(path));
    }
    file = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Appends a line; it is handed to the operating system before this returns. */
  public synchronized void append(String line) {
    lines.add(line);
    if (file != null) {
      try {
        file.write(line);
        file.newLine();
        file.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("[CVY-9404] AWS simulator: could not write the ledger; check space and rights", e);
      }
    }
  }

  /** Writes what is there now. */
  public void writeTo(OutputStream out) throws IOException {
    for (var at = 0; ; at++) {
      var line = line(at);
      if (line == null) {
        return;
      }
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
  }

  private synchronized @Nullable String line(int at) {
    return at < lines.size() ? lines.get(at) : null;
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
