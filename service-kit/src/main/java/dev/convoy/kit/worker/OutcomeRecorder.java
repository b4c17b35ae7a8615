package dev.convoy.kit.worker;

import dev.convoy.kit.core.Outcome;
import java.util.List;

/** Writes the outcomes of one partition of operations where the decider reads them. */
@FunctionalInterface
public interface OutcomeRecorder<R extends Outcome> {

  /**
   * Returns when every outcome is committed.
   *
   * @throws UnreachableException if that could not be made sure; the outcomes are recorded again later
   * @throws FencedException if nothing can be recorded for the partition any more until it is assigned anew
   */
  void record(List<R> outcomes) throws InterruptedException;

  /** Ends it. What is being recorded is ended before. */
  default void close() { }

  /** Leaves everything as it is, as a crash would. */
  default void abandon() { }
}
