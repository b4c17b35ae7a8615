package dev.convoy.lab.process;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A running {@link JavaProgram} with all that it has started. */
public final class ChildProcess {
  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Starts it; its output is appended to its log. */
  public static ChildProcess start(JavaProgram program) {
    try {
      Files.createDirectories(program.log().toAbsolutePath().getParent());
      FileSystemUtils.deleteRecursively(program.temporary());
      Files.createDirectories(program.temporary());
      ProcessBuilder builder = new ProcessBuilder(program.command()).directory(program.folder().toFile())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
      builder.environment().putAll(program.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(process);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9211] " + program.name() + ": cannot be started: " + e.getMessage()
          + "; check the disk and the Java installation", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Completes with the exit code when it has ended. */
  public CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** kill -9; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    endsWithin(Duration.ofSeconds(5));
  }

  /**
   * Stops it, and lets it go on after a time, with a shell that does so even if this JVM has died by then. Returns when
   * it goes on.
   */
  public void freeze(Duration time) {
    signal("kill -STOP $0 && sleep $1; kill -CONT $0", String.valueOf(process.pid()),
        String.valueOf(Math.max(1, time.toSeconds())));
  }

  /** Lets it go on if it is stopped. */
  public void thaw() {
    signal("kill -CONT $0", String.valueOf(process.pid()));
  }

  private void signal(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script));
    command.addAll(List.of(arguments));
    try {
      Process shell = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      shell.waitFor();
    } catch (IOException e) {
      throw new LabFailure("[CVY-9212] process " + process.pid() + ": no signal sent: " + e.getMessage()
          + "; check that /bin/sh is there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks it to end, which one that is stopped can do when it goes on, ends it after {@code grace}, and returns when it
   * and its children are gone.
   */
  public void stop(Duration grace) {
    if (process.isAlive()) {
      thaw();
    }
    var descendants = process.descendants().toList();
    process.destroy();
    if (!endsWithin(grace)) {
      process.destroyForcibly();
      endsWithin(Duration.ofSeconds(5));
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * SIGTERM, and kill -9 after {@code limit}.
   *
   * @return exit code
   */
  public int terminate(Duration limit) {
    process.destroy();
    if (!endsWithin(limit)) {
      kill();
    }
    return process.exitValue();
  }

  private boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
