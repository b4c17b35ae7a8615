package dev.convoy.kit.histories;

import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decider that is asked again and again what the same state wants: it remembers that of the last two. */
final class Remembering<S extends Record, O extends Operation, R extends Outcome> implements Decider<S, O, R> {

  private final Decider<S, O, R> decider;
  private @Nullable S last;
  private @Nullable S before;
  private List<O> ofLast = List.of();
  private List<O> ofBefore = List.of();

  Remembering(Decider<S, O, R> decider) {
    this.decider = decider;
  }

  @Override
  public S initial(String serverId) {
    return decider.initial(serverId);
  }

  @Override
  public Decision<S> decide(S state, Input<R> input, Instant now) {
    return decider.decide(state, input, now);
  }

  @Override
  public List<O> wanted(S state) {
    if (state == last) {
      return ofLast;
    }
    if (state == before) {
      return ofBefore;
    }
    before = last;
    ofBefore = ofLast;
    last = state;
    ofLast = decider.wanted(state);
    return ofLast;
  }

  @Override
  public @Nullable Instant wakeAt(S state) {
    return decider.wakeAt(state);
  }
}
