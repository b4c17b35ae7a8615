package dev.convoy.kit.worker;

import dev.convoy.kit.core.Outcome;
import java.util.List;

/** Writes outcomes where the decider reads them. */
@FunctionalInterface
public interface OutcomeRecorder<R extends Outcome> {

  /**
   * Returns when every outcome is committed.
   *
   * @throws UnreachableException if that could not be made sure; the outcomes are recorded again later
   */
  void record(List<R> outcomes) throws InterruptedException;
}
