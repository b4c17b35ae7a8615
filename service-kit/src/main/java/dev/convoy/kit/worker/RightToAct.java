package dev.convoy.kit.worker;

import java.time.Instant;

/** Whether this instance may change anything now on behalf of a partition. */
interface RightToAct {

  /** @param observedAt when the observation that leads to the call was begun */
  boolean holds(Instant observedAt);

  /** Another instance was seen to have it. */
  void lost();

  /** A fault point wants this instance to be taken for crashed. */
  void abandoned();

  /** Something has happened after which the process cannot go on. */
  void fatal(Throwable thrown);
}
