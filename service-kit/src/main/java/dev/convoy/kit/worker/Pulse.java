package dev.convoy.kit.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the whole process stood still: stopped by a signal, swapped out, its machine suspended. A poll that
 * returns right after that proves nothing, since the broker may have given the partitions away meanwhile.
 */
final class Pulse implements AutoCloseable {

  private static final long BEAT_MILLIS = 200;

  private final Clock clock;
  private final Duration limit;
  private final Runnable stoodStill;
  private final ScheduledExecutorService beats;
  private volatile Instant last;

  /**
   * @param limit a gap between two beats that is no mere hiccup
   * @param stoodStill told before {@link #steady} holds again
   */
  Pulse(Clock clock, Duration limit, Runnable stoodStill) {
    this.clock = clock;
    this.limit = limit;
    this.stoodStill = stoodStill;
    this.last = clock.instant();
    this.beats = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("operations pulse").factory());
  }

  void start() {
    last = clock.instant();
    beats.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    var now = clock.instant();
    if (!steady(now)) {
      stoodStill.run();
    }
    last = now;
  }

  /** True if the process has not stood still since it was last found to be well. */
  boolean steady(Instant now) {
    return Duration.between(last, now).compareTo(limit) < 0;
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
