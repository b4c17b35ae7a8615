package dev.convoy.lab.hosts;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What was done on the hosts, in order. Appended to a file where one is given, and read back from it. */
public final class HostLedger implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ReentrantLock lock = new ReentrantLock();
  private final List<HostLedgerEntry> entries;
  private final @Nullable BufferedWriter file;

  private HostLedger(List<HostLedgerEntry> entries, @Nullable BufferedWriter file) {
    this.entries = new ArrayList<>(entries);
    this.file = file;
  }

  /** A ledger in memory only. */
  public static HostLedger inMemory() {
    return new HostLedger(List.of(), null);
  }

  /** A ledger that goes on where this file ends. */
  public static HostLedger open(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    List<HostLedgerEntry> known = Files.exists(path) ? read(path) : List.of();
    return new HostLedger(known,
        Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** The entries of a ledger file, also while another process writes it; an unfinished last line is left out. */
  public static List<HostLedgerEntry> read(Path path) throws IOException {
    List<HostLedgerEntry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      try {
        entries.add(JSON.readValue(line, HostLedgerEntry.class));
      } catch (JacksonException e) {
        return entries;
      }
    }
    return entries;
  }

  /** A copy of all entries so far. */
  public List<HostLedgerEntry> entries() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /** Writes all entries so far, one JSON object per line. */
  public void writeJsonLines(Writer out) throws IOException {
    for (HostLedgerEntry entry : entries()) {
      out.write(JSON.writeValueAsString(entry) + "\n");
    }
  }

  void add(HostLedgerEntry entry) {
    lock.lock();
    try {
      entries.add(entry);
      if (file != null) {
        file.write(JSON.writeValueAsString(entry) + "\n");
        file.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9113] " + entry.serverId() + ": ledger not written; free disk space", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
