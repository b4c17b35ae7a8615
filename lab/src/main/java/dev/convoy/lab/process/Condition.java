package dev.convoy.lab.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for something that can only be asked for. */
public final class Condition {
  private Condition() {}

  /**
   * Asks every 50 ms until {@code condition} holds.
   *
   * @return false when it did not hold within {@code limit} or the thread was interrupted
   */
  public static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon()
        .name("condition").factory());
    try {
      poll.scheduleWithFixedDelay(() -> ask(condition, held), 0, 50, TimeUnit.MILLISECONDS);
      return held.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException e) {
      return !held.complete(false) && held.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      poll.shutdownNow();
    }
  }

  /** Does not ask again once it is known: whoever waited may use by then what the condition looks at. */
  static void ask(BooleanSupplier condition, CompletableFuture<Boolean> held) {
    if (held.isDone()) {
      return;
    }
    try {
      if (condition.getAsBoolean()) {
        held.complete(true);
      }
    } catch (RuntimeException e) {
      held.completeExceptionally(e);
    }
  }
}
