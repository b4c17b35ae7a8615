package dev.convoy.agent.remote;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Cuts off what is still under way at its deadline. One thread, however many it watches. */
public final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor clock;

  /** Starts the one thread, a daemon. */
  public Watchdog(String name) {
    clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Watches until the watch is closed; at the deadline it runs {@code cut} once, on a virtual thread. */
  public Watch watch(Deadline deadline, Runnable cut) {
    return new Watch(deadline, cut);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** One thing that is watched. */
  public final class Watch implements AutoCloseable {

    private final AtomicBoolean decided = new AtomicBoolean();
    private final ScheduledFuture<?> alarm;
    private volatile boolean fired;

    private Watch(Deadline deadline, Runnable cut) {
      alarm = clock.schedule(() -> fire(cut), deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** True when the deadline came first. */
    public boolean fired() {
      return fired;
    }

    @Override
    public void close() {
      decided.set(true);
      alarm.cancel(false);
    }

    private void fire(Runnable cut) {
      if (decided.compareAndSet(false, true)) {
        fired = true;
        Thread.startVirtualThread(cut);
      }
    }
  }
}
