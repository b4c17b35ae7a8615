package dev.convoy.kit.config;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What becomes of a service whose deciders a defect has ended. Its worker stops at once, since nobody would tell it of
 * holds and revocations any more; the service says for a while that it is down and why; then the process ends, so that
 * whoever runs it starts it again. A defect that comes back is seen by its exit code and by how long each turn takes.
 */
final class StreamsFailure implements HealthIndicator {

  /** Exit code of a process that a defect has ended: EX_SOFTWARE. */
  static final int EXIT = 70;

  private static final Logger LOG = LoggerFactory.getLogger(StreamsFailure.class);
  private static final String REMEDY = "it is started again by what runs it; if it ends again, report the stack trace of"
      + " CVY-9023 in its log and go back to the version before";

  private final String service;
  private final Runnable stopWorker;
  private final Duration linger;
  private final IntConsumer exit;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

  /**
   * @param stopWorker returns when the worker does nothing any more
   * @param linger how long the process says that it is down before it ends
   * @param exit ends the process with this code
   */
  StreamsFailure(String service, Runnable stopWorker, Duration linger, IntConsumer exit) {
    this.service = service;
    this.stopWorker = stopWorker;
    this.linger = linger;
    this.exit = exit;
  }

  /** The streams shut down because of this. Returns at once; what comes after the first changes nothing. */
  void happened(Throwable cause) {
    var text = "[CVY-9023] " + service + ": its deciders were ended by " + root(cause);
    if (reason.compareAndSet(null, text)) {
      LOG.error("{}; {}; the process ends with exit code {} in {} s", text, REMEDY, EXIT, linger.toSeconds(), cause);
      CompletableFuture.delayedExecutor(linger.toMillis(), TimeUnit.MILLISECONDS).execute(() -> exit.accept(EXIT));
      Thread.ofPlatform().name("streams-failure").daemon().start(stopWorker);
    }
  }

  private static Throwable root(Throwable thrown) {
    var root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public Health health() {
    var text = reason.get();
    return text == null ? Health.up().build()
        : Health.down().withDetail("reason", text).withDetail("remedy", REMEDY).build();
  }
}
