package dev.convoy.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a lab keeps everything. A temporary one is removed at the end, but for the logs of a run that went wrong; one that a
 * person named survives.
 */
public final class LabFolder implements AutoCloseable {
  private final Path root;
  private final boolean temporary;
  private final boolean known;
  private final FileChannel lock;
  private boolean logsWanted;

  private LabFolder(Path root, boolean temporary, boolean known, FileChannel lock) {
    this.root = root;
    this.temporary = temporary;
    this.known = known;
    this.lock = lock;
  }

  /**
   * Opens the folder of these options. Throws {@link LabFailure} when another lab uses it, or when it was made with
   * options that do not fit.
   */
  public static LabFolder open(LabOptions options) {
    boolean temporary = options.data().isEmpty();
    Path root = options.data().orElseGet(LabFolder::temporaryPath).toAbsolutePath().normalize();
    try {
      create(root);
      FileChannel lock = lock(root);
      boolean known = sameFleet(root, options, lock);
      Files.createDirectories(root.resolve("logs"));
      Files.createDirectories(root.resolve("tmp"));
      System.setProperty("java.io.tmpdir", root.resolve("tmp").toString());
      return new LabFolder(root, temporary, known, lock);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9206] lab: cannot use folder " + root + ": " + e.getMessage()
          + "; name a writable one with --data", e);
    }
  }

  private static Path temporaryPath() {
    return Path.of(System.getProperty("java.io.tmpdir"), "convoy-lab-" + ProcessHandle.current().pid() + "-"
        + Long.toString(System.nanoTime(), Character.MAX_RADIX));
  }

  private static void create(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
      if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel = FileChannel.open(root.resolve("lab.lock"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new LabFailure("[CVY-9207] lab: another lab uses " + root + "; stop it or name another folder with --data");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** True when this folder already holds the fleet of these options; stores them when it holds none. */
  private static boolean sameFleet(Path root, LabOptions options, FileChannel lock) throws IOException {
    Path file = root.resolve("lab.json");
    FleetOptions wanted = FleetOptions.of(options);
    JsonMapper json = JsonMapper.shared();
    if (!Files.exists(file)) {
      Files.writeString(file, json.writeValueAsString(wanted));
      return false;
    }
    List<String> differences = differences(file, wanted);
    if (!differences.isEmpty()) {
      lock.close();
      throw new LabFailure("[CVY-9208] lab: " + root + " was made with " + String.join(" ", differences)
          + "; give the same, or another folder with --data");
    }
    return true;
  }

  private static List<String> differences(Path file, FleetOptions wanted) throws IOException {
    try {
      return JsonMapper.shared().readValue(Files.readString(file), FleetOptions.class).unlike(wanted);
    } catch (JacksonException e) {
      throw new IOException(file.getFileName() + " cannot be read", e);
    }
  }

  /** True when an earlier run left its data here. */
  public boolean known() {
    return known;
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** Log file of a part. */
  public Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  public boolean temporary() {
    return temporary;
  }

  @Override
  public String toString() {
    return root.toString();
  }

  /** The logs outlive this run: somebody has to find out what happened. @return where they are */
  public Path keepLogs() {
    logsWanted = true;
    return root.resolve("logs");
  }

  /** Lets others use it; removes it when it is temporary. */
  @Override
  public void close() {
    try {
      lock.close();
      if (temporary && logsWanted) {
        removeAllBut(root, root.resolve("logs"));
      } else if (temporary) {
        remove(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeAllBut(Path folder, Path kept) throws IOException {
    List<Path> children;
    try (Stream<Path> all = Files.list(folder)) {
      children = all.filter(each -> !each.equals(kept)).toList();
    }
    for (Path child : children) {
      remove(child);
    }
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
