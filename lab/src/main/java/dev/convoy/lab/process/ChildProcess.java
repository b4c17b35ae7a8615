package dev.convoy.lab.process;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
      Process process = new ProcessBuilder(program.command()).directory(program.folder().toFile())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()))
          .start();
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

  /** Asks it to end, ends it after {@code grace}, and returns when it and its children are gone. */
  public void stop(Duration grace) {
    var descendants = process.descendants().toList();
    process.destroy();
    if (!endsWithin(grace)) {
      process.destroyForcibly();
      endsWithin(Duration.ofSeconds(5));
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
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
