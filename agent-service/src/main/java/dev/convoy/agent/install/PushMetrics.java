package dev.convoy.agent.install;

import dev.convoy.agent.host.Arrival;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.events.common.OsFamily;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meters of installers that are pushed, {@code convoy.hosts.push*}, by the family of the host. A file that was whole on its host
 * before is not counted.
 */
public final class PushMetrics {

  private static final String TIME = "convoy.hosts.push";
  private static final String BYTES = "convoy.hosts.push.bytes";
  private static final String FAILURES = "convoy.hosts.push.failures";
  private static final String FAMILY = "family";

  private final MeterRegistry registry;
  private final AtomicInteger underWay = new AtomicInteger();

  public PushMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("convoy.hosts.pushes", underWay, AtomicInteger::get)
        .description("installers that are being pushed to source hosts").register(registry);
  }

  /** Brings a file to a host. */
  @FunctionalInterface
  interface Push {
    void with(Arrival arrival) throws PushFailure;
  }

  /** Counts what is pushed, how long it takes in this session, and why it is not whole at its end. */
  void count(OsFamily family, Push push) throws PushFailure {
    var counted = new Counted(word(family.name()));
    underWay.incrementAndGet();
    var begun = System.nanoTime();
    try {
      push.with(counted);
    } catch (PushFailure e) {
      registry.counter(FAILURES, FAMILY, counted.family, "kind", word(e.kind().name())).increment();
      throw e;
    } finally {
      underWay.decrementAndGet();
    }
    if (counted.some) {
      registry.timer(TIME, FAMILY, counted.family).record(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What arrives in one session; used by its thread only. */
  private final class Counted implements Arrival {

    private final String family;
    private long before = -1;
    private boolean some;

    Counted(String family) {
      this.family = family;
    }

    @Override
    public void arrived(long bytes) {
      if (before >= 0 && bytes > before) {
        registry.counter(BYTES, FAMILY, family).increment(bytes - before);
        some = true;
      }
      before = bytes;
    }
  }
}
