package dev.convoy.kit.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pure core of a service for one server: total, deterministic, without a clock of its own. A refused input is an
 * unchanged state or an event, never an exception.
 *
 * @param <S> state, a record
 * @param <O> operations of the service
 * @param <R> outcomes of the service
 */
public interface Decider<S extends Record, O extends Operation, R extends Outcome> {

  S initial(String serverId);

  Decision<S> decide(S state, Input<R> input, Instant now);

  /**
   * The operations that are wanted in a state. The difference to the state before is written to the operations topic,
   * so this must depend on the state alone.
   */
  List<O> wanted(S state);

  /** When the decider is to be given the next {@link Input.Tick}; null = not before the next input. */
  @Nullable Instant wakeAt(S state);
}
