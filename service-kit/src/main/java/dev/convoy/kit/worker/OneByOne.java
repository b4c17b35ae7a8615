package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks at operations that take a read each. One that cannot be read now holds up no other; whoever was not reached in
 * time waits for the next look.
 */
public final class OneByOne {

  /** Most time that one look takes: shorter than an observation stays fresh. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private OneByOne() {}

  /** @throws UnreachableException if none could be read */
  public static <O extends Operation, R extends Outcome> Map<OperationId, Observation<R>> look(
      List<O> operations, Clock clock, Function<O, Observation<R>> look) {
    var end = clock.instant().plus(LOOK);
    var seen = new HashMap<OperationId, Observation<R>>();
    UnreachableException unreachable = null;
    for (var operation : operations) {
      if (clock.instant().isAfter(end)) {
        break;
      }
      try {
        seen.put(operation.id(), look.apply(operation));
      } catch (UnreachableException e) {
        unreachable = e;
      }
    }
    if (seen.isEmpty() && unreachable != null) {
      throw unreachable;
    }
    return seen;
  }
}
