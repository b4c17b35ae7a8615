package dev.convoy.agent.remote;

import java.time.Duration;

/**
 * One moment on the monotonic clock by which all that belongs to a push has ended.
 *
 * @param nanoTime value of {@link System#nanoTime()} at that moment
 */
public record Deadline(long nanoTime) {

  /** The moment that lies {@code duration} ahead. */
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Time left; zero when it has passed, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** True when no time is left. */
  public boolean passed() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** Milliseconds that a step may take: the time left, at most {@code limit}, at least 1 (0 = for ever to sockets). */
  public int millisWithin(Duration limit) {
    return (int) Math.clamp(Math.min(remaining().toMillis(), limit.toMillis()), 1, Integer.MAX_VALUE);
  }
}
