package dev.convoy.schemas.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a registry that is out of service, so that an outage is never taken for bad input: transient failures are
 * asked again, permanent ones passed on at once. Where a schema is looked up by its id, a refusal (credentials, a proxy's
 * own answer) is waited out as well, because nothing is known about the record then. The wait ends early, with the failure,
 * on interruption and on {@link #close()}.
 */
public final class WaitingRegistry implements SchemaRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRegistry.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final SchemaRegistry registry;
  private final @Nullable Duration maxWait;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ConcurrentMap<Thread, Outage> waiting = new ConcurrentHashMap<>();

  /**
   * Why somebody waits.
   *
   * @param since when the longest wait began, UTC
   * @param reason what the registry, or the way to it, said last
   */
  public record Outage(Instant since, String reason) {}

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
    return waiting(() -> registry.byId(id), e -> e.transientFailure() || e.kind() == RegistryException.Kind.REFUSED);
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

  /** The longest wait that is under way; empty while none is. */
  public Optional<Outage> outage() {
    return waiting.values().stream().min((one, other) -> one.since().compareTo(other.since()));
  }

  private <R> R waiting(Supplier<R> question) {
    return waiting(question, RegistryException::transientFailure);
  }

  private <R> R waiting(Supplier<R> question, Predicate<RegistryException> outage) {
    try {
      return question.get();
    } catch (RegistryException e) {
      Instant since = Instant.now();
      try {
        return waitFor(question, e, outage, since);
      } finally {
        waiting.remove(Thread.currentThread());
      }
    }
  }

  private <R> R waitFor(
      Supplier<R> question, RegistryException first, Predicate<RegistryException> outage, Instant since) {
    RegistryException last = first;
    long started = System.nanoTime();
    for (long pause = FIRST_PAUSE_MILLIS; outage.test(last) && mayWait(started);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      if (pause == FIRST_PAUSE_MILLIS) {
        LOG.warn("Schema registry is out of service, waiting for it: {}", last.getMessage());
      }
      waiting.put(Thread.currentThread(), new Outage(since, String.valueOf(last.getMessage())));
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

  private boolean mayWait(long started) {
    return !Thread.currentThread().isInterrupted()
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
