package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When the next act is due: after a time, or after so many steps of servers as the time has seconds. Harm by steps meets
 * every stage of a wave on a machine of any speed.
 */
final class ChaosClock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final boolean bySteps;
  private long steps;
  private boolean ended;

  ChaosClock(boolean bySteps) {
    this.bySteps = bySteps;
  }

  /** Servers have gone on by so many stages. */
  void step(int count) {
    lock.lock();
    try {
      steps += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is due any more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the gap between two acts. @return true when chaos has ended meanwhile */
  boolean overAfter(Duration gap) {
    return bySteps ? overAfterSteps(gap.toSeconds()) : overWithin(gap);
  }

  private boolean overAfterSteps(long gap) {
    lock.lock();
    try {
      long due = steps + gap;
      while (!ended && steps < due) {
        changed.await();
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a time, whatever the servers do. @return true when chaos has ended meanwhile */
  boolean overWithin(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
