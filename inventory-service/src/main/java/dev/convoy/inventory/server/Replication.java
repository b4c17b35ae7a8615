package dev.convoy.inventory.server;

import dev.convoy.events.common.ReplicationCondition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Condition of the replication: it comes and goes beside the stage and outlives rounds.
 *
 * @param lagSeconds null = not known or not launchable
 * @param at when the newest of the facts happened; older ones are ignored
 */
public record Replication(ReplicationCondition condition, int percent, @Nullable Long lagSeconds, Instant at) {

  private static final int WHOLE = 100;

  static final Replication NONE = new Replication(ReplicationCondition.NONE, 0, null, Instant.EPOCH);

  /** Nothing yet, whatever was said before. */
  static Replication noneSince(Instant at) {
    return new Replication(ReplicationCondition.NONE, 0, null, at);
  }

  boolean isHealthy() {
    return condition == ReplicationCondition.HEALTHY || condition == ReplicationCondition.DRAINED;
  }

  Replication becoming(ReplicationCondition next, @Nullable Long lag, Instant when) {
    if (when.isBefore(at)) {
      return this;
    }
    int share = next == ReplicationCondition.HEALTHY || next == ReplicationCondition.DRAINED ? WHOLE : percent;
    return new Replication(next, share, lag, when);
  }

  Replication progressing(int share, @Nullable Long lag, Instant when) {
    return when.isBefore(at) ? this : new Replication(condition, share, lag, when);
  }
}
