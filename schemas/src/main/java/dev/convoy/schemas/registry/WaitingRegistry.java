package dev.convoy.schemas.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry that is out of service, so that an outage is never taken for bad input: transient failures are
 * asked again, permanent ones passed on at once. The wait ends early, with the transient failure, on interruption and on
 * {@link #close()}.
 */
public final class WaitingRegistry implements SchemaRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRegistry.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final SchemaRegistry registry;
  private final @Nullable Duration maxWait;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Waits for {@code registry}.
   *
   * @param maxWait longest wait of one call; null = without limit
   */
  public WaitingRegistry(SchemaRegistry registry, @Nullable Duration maxWait) {
    this.registry = registry;
    this.maxWait = maxWait;
  }

  @Override
  public int register(String subject, Schema schema) {
    return waiting(() -> registry.register(subject, schema));
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return waiting(() -> registry.lookup(subject, schema));
  }

  @Override
  public Schema byId(int id) {
    return waiting(() -> registry.byId(id));
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return waiting(() -> registry.latest(subject));
  }

  @Override
  public void close() {
    closed.countDown();
    registry.close();
  }

  private <R> R waiting(Supplier<R> question) {
    try {
      return question.get();
    } catch (RegistryException e) {
      return waitFor(question, e);
    }
  }

  private <R> R waitFor(Supplier<R> question, RegistryException first) {
    RegistryException last = first;
    long started = System.nanoTime();
    for (long pause = FIRST_PAUSE_MILLIS; mayWait(last, started); pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      if (pause == FIRST_PAUSE_MILLIS) {
        LOG.warn("Schema registry is out of service, waiting for it: {}", last.getMessage());
      }
      awaitPause(pause, last);
      try {
        R answer = question.get();
        LOG.info("Schema registry answers again after {} ms", elapsed(started).toMillis());
        return answer;
      } catch (RegistryException e) {
        last = e;
      }
    }
    throw last;
  }

  private boolean mayWait(RegistryException failure, long started) {
    return failure.transientFailure()
        && !Thread.currentThread().isInterrupted()
        && (maxWait == null || elapsed(started).compareTo(maxWait) < 0);
  }

  private void awaitPause(long millis, RegistryException last) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw last;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw last;
    }
  }

  private static Duration elapsed(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
