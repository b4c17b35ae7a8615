package dev.convoy.agent.power;

import dev.convoy.agent.remote.Knock.Seen;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.kit.core.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How often in a row hosts gave the same sign. One look is none: a port is closed for a moment by many things. */
final class Streak {

  /**
   * The same sign, again and again.
   *
   * @param first when it was seen first
   */
  record Run(Sign sign, Instant first, Instant last, int times) {

    boolean isLong(Sign wanted, int atLeast, Duration over) {
      return sign == wanted && times >= atLeast && !last.isBefore(first.plus(over));
    }
  }

  private final Map<OperationId, Run> runs = new ConcurrentHashMap<>();

  /** Counts a look. What proves nothing begins the count anew. */
  Run seen(OperationId id, Seen seen, Instant at) {
    var before = runs.get(id);
    var run = before == null || before.sign() != seen.sign() ? new Run(seen.sign(), at, at, 1)
        : new Run(seen.sign(), before.first(), at, before.times() + 1);
    runs.put(id, run);
    return run;
  }

  @Nullable Run of(OperationId id) {
    return runs.get(id);
  }

  void forget(OperationId id) {
    runs.remove(id);
  }
}
