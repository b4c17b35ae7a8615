package dev.convoy.kit.core;

import java.time.Instant;

/** A state that moves along a {@link Lifecycle}. */
public interface Phased<P extends Enum<P>, S> {

  P phase();

  /** The same state in another phase, entered at the given time. */
  S enter(P phase, Instant at);
}
