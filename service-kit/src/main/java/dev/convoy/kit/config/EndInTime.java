package dev.convoy.kit.config;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process at the latest 28 s after it was told to, whatever holds its end up: Spring lets a start that is under way
 * come to its end first, and a host or a broker may not answer. What is cut off is as after kill -9: whoever takes over
 * observes it.
 */
public final class EndInTime {

  private static final Duration LIMIT = Duration.ofSeconds(28);
  private static final int TERMINATED = 128 + 15;

  private EndInTime() {}

  /** To be called first in a main method. */
  public static void guard() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(LIMIT, () -> Runtime.getRuntime().halt(TERMINATED)),
        "end-in-time"));
  }

  /** Returns at once; an end that comes earlier takes the waiting thread with it. */
  static void endAfter(Duration limit, Runnable end) {
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run).execute(end);
  }
}
