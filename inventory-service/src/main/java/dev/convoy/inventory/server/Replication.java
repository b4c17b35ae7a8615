package dev.convoy.inventory.server;

import dev.convoy.events.common.ReplicationCondition;
import dev.convoy.kit.core.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Condition of the replication: it comes and goes beside the stage and outlives rounds.
 *
 * @param lagSeconds null = not known or not launchable
 * @param at when the newest of the facts happened; older ones are ignored
 * @param foreseen what its launch would meet; null = nothing was ever said of it
 */
public record Replication(
    ReplicationCondition condition, int percent, @Nullable Long lagSeconds, Instant at, @Nullable Foreseen foreseen) {

  /** What was found last of the launch to come. */
  public record Foreseen(Instant at, List<Failure> faults) {}

  private static final int WHOLE = 100;

  static final Replication NONE = new Replication(ReplicationCondition.NONE, 0, null, Instant.EPOCH, null);

  /** Nothing yet, whatever was said before. */
  static Replication noneSince(Instant at) {
    return new Replication(ReplicationCondition.NONE, 0, null, at, null);
  }

  boolean isHealthy() {
    return condition == ReplicationCondition.HEALTHY || condition == ReplicationCondition.DRAINED;
  }

  Replication becoming(ReplicationCondition next, @Nullable Long lag, Instant when) {
    if (when.isBefore(at)) {
      return this;
    }
    int share = next == ReplicationCondition.HEALTHY || next == ReplicationCondition.DRAINED ? WHOLE : percent;
    return new Replication(next, share, lag, when, foreseen);
  }

  Replication progressing(int share, @Nullable Long lag, Instant when) {
    return when.isBefore(at) ? this : new Replication(condition, share, lag, when, foreseen);
  }

  Replication foreseeing(List<Failure> faults, Instant when) {
    return foreseen != null && when.isBefore(foreseen.at()) ? this
        : new Replication(condition, percent, lagSeconds, at, new Foreseen(when, faults));
  }

  /** Everything on which its launch would fail, as far as that is known. */
  public List<Failure> faults() {
    return foreseen == null ? List.of() : foreseen.faults();
  }
}
