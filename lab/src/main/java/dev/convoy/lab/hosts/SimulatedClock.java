package dev.convoy.lab.hosts;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Simulated time: wall time since the start, times the speed. One timer thread; due work runs on virtual threads. */
final class SimulatedClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedClock.class);

  private final double speed;
  private final Instant start;
  private final ScheduledThreadPoolExecutor timer;

  SimulatedClock(double speed, Instant start) {
    this.speed = speed;
    this.start = start;
    this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("lab-hosts-clock").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  Instant now() {
    return Instant.now();
  }

  /** Simulated seconds since the start. */
  double seconds(Instant wall) {
    return Math.round(Duration.between(start, wall).toMillis() * speed) / 1000.0;
  }

  /** How long a simulated duration takes on the wall. */
  Duration wall(Duration simulated) {
    return Duration.ofNanos(Math.round(simulated.toNanos() / speed));
  }

  /** Runs the task at this wall time, at once if it is past; never once the clock is closed. */
  void at(Instant wall, Runnable task) {
    long delay = Math.max(0, Duration.between(now(), wall).toNanos());
    try {
      timer.schedule(() -> {
        Thread.startVirtualThread(task);
      }, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the fleet is closing, nothing more is started");
    }
  }

  /** Is done when this simulated duration has passed. */
  CompletableFuture<Void> after(Duration simulated) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    at(now().plus(wall(simulated)), () -> done.complete(null));
    return done;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
