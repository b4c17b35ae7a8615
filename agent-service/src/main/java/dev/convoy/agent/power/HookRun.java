package dev.convoy.agent.power;

import dev.convoy.agent.power.PowerHooks.Hook;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.Tail;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a hook: a process of its own with few variables, no input, its time and the end of what it prints. */
final class HookRun {

  private static final Logger LOG = LoggerFactory.getLogger(HookRun.class);
  /** What programs need to find others and to say things, and nothing that holds a secret. */
  private static final List<String> USUAL = List.of("PATH", "HOME", "LANG", "TMPDIR");

  /**
   * What came of it.
   *
   * @param timedOut it was ended because its time was over
   * @param output end of what it printed, without secrets
   */
  record Result(int exit, boolean timedOut, String output) {

    boolean succeeded() {
      return exit == 0 && !timedOut;
    }
  }

  private final Hook hook;
  private final Redaction redaction;
  private final Process process;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  private HookRun(Hook hook, Redaction redaction, Process process) {
    this.hook = hook;
    this.redaction = redaction;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param own environment of agent-service
   * @param told what it is told of the host
   * @throws IOException if it cannot be started: nothing ran
   */
  static HookRun start(Hook hook, Map<String, String> own, Map<String, String> told) throws IOException {
    var command = new ArrayList<String>(List.of(hook.path().toString()));
    command.addAll(hook.argumentsOrNone());
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    var environment = new HashMap<>(told);
    var secrets = new ArrayList<String>();
    USUAL.stream().filter(own::containsKey).forEach(name -> environment.put(name, own.get(name)));
    hook.passed().stream().filter(own::containsKey).forEach(name -> {
      environment.put(name, own.get(name));
      secrets.add(own.get(name));
    });
    builder.environment().clear();
    builder.environment().putAll(environment);
    var run = new HookRun(hook, Redaction.ofSecrets(secrets), builder.start());
    Thread.ofVirtual().name("power-on-hook").start(run::follow);
    return run;
  }

  /** What came of it; not complete while it runs. */
  CompletableFuture<Result> result() {
    return result;
  }

  private void follow() {
    var tail = new Tail();
    var reader = Thread.ofVirtual().name("power-on-output").start(() -> read(tail));
    boolean ended = false;
    try {
      ended = process.waitFor(hook.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    int exit = process.onExit().join().exitValue();
    awaitEnd(reader);
    result.complete(new Result(exit, !ended, redaction.apply(tail.text())));
  }

  /** A child that it left behind may keep the output open: nobody waits for that. */
  private void awaitEnd(Thread reader) {
    try {
      if (!reader.join(Duration.ofSeconds(1))) {
        process.getInputStream().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("output of a power-on hook did not close cleanly: {}", e.toString());
    }
  }

  private void read(Tail tail) {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        tail.add(buffer, n);
      }
    } catch (IOException e) {
      LOG.debug("output of a power-on hook ended: {}", e.toString());
    }
  }
}
