package dev.convoy.kit.worker;

import java.time.Instant;

/** Whether this instance may change anything now on behalf of a partition. */
@FunctionalInterface
interface RightToAct {

  /** @param observedAt when the observation that leads to the call was begun */
  boolean holds(Instant observedAt);
}
