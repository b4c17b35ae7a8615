package dev.convoy.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What powers hosts of the lab on: a hook for agent-service leaves a request, a file named as the server with the operation
 * in it, in a folder, which is looked after here.
 */
final class PowerSwitch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PowerSwitch.class);

  private final Path requests;
  private final Path hook;
  private final WatchService watch;
  private final Thread thread;

  private PowerSwitch(Path requests, Path hook, BiConsumer<String, String> powerOn) throws IOException {
    this.requests = requests;
    this.hook = hook;
    this.watch = requests.getFileSystem().newWatchService();
    requests.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    this.thread = Thread.ofPlatform().daemon().name("lab-power").start(() -> serve(powerOn));
  }

  /** Where the hook of a lab is, whose folder of settings this is. */
  static Path hook(Path conf) {
    return conf.resolve("power-on");
  }

  /** Settings of agent-service for a lab that shuts its sources down. */
  static Map<String, String> settings(Path conf, String within, String offAfter, String watchEvery) {
    write(conf);
    return Map.of("convoy.agent.shutdown.environments", "*", "convoy.agent.shutdown.within", within,
        "convoy.agent.shutdown.off-after", offAfter, "convoy.agent.watch-every", watchEvery,
        "convoy.agent.power-on-within", within, "convoy.agent.power-on.default.program", hook(conf).toString());
  }

  /** Serves requests from now on, and those that were left before. */
  static PowerSwitch start(Path conf, BiConsumer<String, String> powerOn) throws IOException {
    write(conf);
    return new PowerSwitch(requests(conf), hook(conf), powerOn);
  }

  private static Path requests(Path conf) {
    return conf.resolve("power-requests");
  }

  private static void write(Path conf) {
    try {
      Files.createDirectories(requests(conf));
      var folder = "'" + requests(conf).toString().replace("'", "'\\''") + "'";
      Files.writeString(hook(conf), """
          #!/bin/sh
          set -eu
          new=$(mktemp %s/.new.XXXXXX)
          printf '%%s\\n' "$CONVOY_OPERATION" > "$new"
          mv "$new" %s/"$CONVOY_SERVER_ID"
          echo "$CONVOY_SERVER_ID is being powered on"
          """.formatted(folder, folder));
      Files.setPosixFilePermissions(hook(conf), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9119] lab: " + hook(conf) + " cannot be written; free disk space", e);
    }
  }

  private void serve(BiConsumer<String, String> powerOn) {
    try {
      for (;;) {
        answer(powerOn);
        var key = watch.take();
        key.pollEvents();
        key.reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException e) {
      LOG.debug("the power switch of {} is closed", hook);
    } catch (IOException e) {
      LOG.error("[CVY-9119] lab: requests in {} cannot be read: {}; restart the lab", requests, e.toString());
    }
  }

  private void answer(BiConsumer<String, String> powerOn) throws IOException {
    List<Path> left;
    try (var files = Files.list(requests)) {
      left = files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    for (var file : left) {
      var operation = Files.readString(file).strip();
      Files.delete(file);
      powerOn.accept(file.getFileName().toString(), operation);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
    thread.interrupt();
  }
}
