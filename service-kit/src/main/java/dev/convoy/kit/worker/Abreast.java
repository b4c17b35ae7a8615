package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes a call for each server, several at a time: at AWS a server's turn is mostly waiting, for the answer and
 * for the pace. Whoever interrupts the caller interrupts all of it.
 */
public final class Abreast {

  /** How many servers of an account and kind are worked on at once; how often AWS is called says {@code Pace}. */
  public static final int SERVERS = 8;

  /** How many servers are looked at before what was seen is acted on. */
  public static final int LOOK_AT = 2 * SERVERS;

  /** Most time that one look takes: shorter than an observation stays fresh. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private Abreast() {}

  /** What is done with one item. */
  interface Work<T> {
    void on(T item) throws InterruptedException;
  }

  /**
   * Returns when all are done. What one throws is thrown when the others have ended, an error before an exception.
   *
   * @param most at a time; 1 is the calling thread itself
   */
  static <T> void each(int most, List<T> items, Work<T> work) throws InterruptedException {
    if (most == 1 || items.size() == 1) {
      for (var item : items) {
        work.on(item);
      }
      return;
    }
    var tasks = new ArrayList<Callable<Void>>();
    items.forEach(item -> tasks.add(() -> {
      work.on(item);
      return null;
    }));
    try (var pool = Executors.newFixedThreadPool(most, Thread.ofVirtual().name("abreast-", 0).factory())) {
      rethrow(pool.invokeAll(tasks));
    }
  }

  private static void rethrow(List<Future<Void>> ended) throws InterruptedException {
    RuntimeException first = null;
    for (var each : ended) {
      try {
        each.get();
      } catch (ExecutionException e) {
        first = first(first, e.getCause());
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException first(@Nullable RuntimeException first, @Nullable Throwable thrown)
      throws InterruptedException {
    return switch (thrown) {
      case Error error -> throw error;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException e when first == null -> e;
      case null, default -> first == null ? new IllegalStateException(thrown) : first;
    };
  }

  /**
   * Looks at operations that take a read each. One that cannot be read now holds up no other; whoever was not reached in
   * time waits for the next look.
   *
   * @throws UnreachableException if none could be read
   */
  public static <O extends Operation, R extends Outcome> Map<OperationId, Observation<R>> look(
      List<O> operations, Clock clock, Function<O, Observation<R>> look) throws InterruptedException {
    var end = clock.instant().plus(LOOK);
    var seen = new ConcurrentHashMap<OperationId, Observation<R>>();
    var unreachable = new AtomicReference<@Nullable UnreachableException>();
    each(SERVERS, operations, operation -> {
      if (clock.instant().isAfter(end)) {
        return;
      }
      try {
        seen.put(operation.id(), look.apply(operation));
      } catch (UnreachableException e) {
        unreachable.set(e);
      }
    });
    var nobody = unreachable.get();
    if (seen.isEmpty() && nobody != null) {
      throw nobody;
    }
    return seen;
  }
}
