package dev.convoy.lab.hosts;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The command lines that hosts were given, one after the other in a file. Safe for use by many threads. */
final class GivenCommandLines implements AutoCloseable {
  private final Writer out;

  private GivenCommandLines(Writer out) {
    this.out = out;
  }

  /** @param file null to keep none */
  static GivenCommandLines to(@Nullable Path file) throws IOException {
    if (file == null) {
      return new GivenCommandLines(Writer.nullWriter());
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new GivenCommandLines(new BufferedWriter(
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  synchronized void add(String line) {
    try {
      out.write(line);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
