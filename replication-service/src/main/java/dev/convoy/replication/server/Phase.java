package dev.convoy.replication.server;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where a server stands in this service. */
public enum Phase {
  /** Nothing is authorized yet. */
  IDLE,
  PREPARING,
  PREPARATION_FAILED,
  /** The account is ready; waits for the agent. */
  PREPARED,
  CONFIGURING,
  CONFIGURATION_FAILED,
  /** Settings are in place; waits for a place among the replicating servers of the account. */
  QUEUED,
  STARTING,
  START_FAILED,
  /** Replicates, not healthy yet. */
  SYNCING,
  HEALTHY,
  UNHEALTHY,
  /** Not healthy in time: a person was asked. Watched all the same. */
  OVERDUE,
  /** The source is quiesced; its last writes are on their way. */
  DRAINING,
  DRAINED,
  DRAIN_FAILED,
  /** Leaves the migration; nothing is begun any more. */
  WITHDRAWING,
  ENDED;

  /** Phases in which the replication is watched. */
  public static final Set<Phase> FOLLOWED = set(SYNCING, HEALTHY, UNHEALTHY, OVERDUE, DRAINING, DRAINED, DRAIN_FAILED);

  /** Phases in which the source writes. */
  public static final Set<Phase> AWAKE = set(SYNCING, HEALTHY, UNHEALTHY, OVERDUE);

  /** Phases that wait for another attempt, by themselves or for a person. */
  public static final Set<Phase> FAILED =
      set(PREPARATION_FAILED, CONFIGURATION_FAILED, START_FAILED, OVERDUE, DRAIN_FAILED);

  /** Every phase that can still be left by a withdrawal. */
  public static final Set<Phase> LIVE = Collections.unmodifiableSet(EnumSet.range(IDLE, DRAIN_FAILED));

  private static Set<Phase> set(Phase first, Phase... more) {
    return Collections.unmodifiableSet(EnumSet.of(first, more));
  }
}
