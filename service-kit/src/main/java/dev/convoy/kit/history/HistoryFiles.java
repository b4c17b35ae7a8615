package dev.convoy.kit.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Histories on disk: gzipped JSON lines. */
public final class HistoryFiles {

  /** End of the name of such a file. */
  public static final String SUFFIX = ".jsonl.gz";

  private HistoryFiles() {}

  /** Goes on with the file, or begins it; what is appended is a gzip member of its own. */
  public static HistorySink append(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new GzippedLines(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines in their order. */
  public static List<HistoryLine> read(InputStream file) {
    try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(file), UTF_8))) {
      return lines.lines().map(HistoryLine::fromJson).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class GzippedLines implements HistorySink {
    private final BufferedWriter file;

    GzippedLines(OutputStream bytes) throws IOException {
      file = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(bytes), UTF_8));
    }

    @Override
    public void take(HistoryLine line) {
      try {
        file.write(line.toJson());
        file.newLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
