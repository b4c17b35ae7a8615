package dev.convoy.kit.aws;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Spaces calls evenly: at most so many a second, a burst of one second's worth. Fair between callers. */
final class Pace {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition never = lock.newCondition();
  private final long spacingNanos;
  private final long burstNanos;
  private long next = System.nanoTime();

  Pace(double perSecond) {
    this(perSecond, TimeUnit.SECONDS.toNanos(1));
  }

  private Pace(double perSecond, long burstNanos) {
    this.spacingNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    this.burstNanos = burstNanos;
  }

  /** One that never makes up for what was not called before: for what counts calls by the second. */
  static Pace strict(double perSecond) {
    return new Pace(perSecond, 0);
  }

  /** Waits for the caller's turn. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long now = System.nanoTime();
      next = Math.max(next, now - burstNanos);
      long wait = next - now;
      next += spacingNanos;
      while (wait > 0) {
        wait = never.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }
}
