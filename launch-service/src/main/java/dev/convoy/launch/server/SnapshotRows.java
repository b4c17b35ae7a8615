package dev.convoy.launch.server;

import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle.Builder;
import dev.convoy.kit.core.Lifecycle.From;
import dev.convoy.launch.server.LaunchOutcome.SnapshotsTaken;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchOutcome.TargetLost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the way back from a target that users were on: what they wrote there is on its volumes only, so these are
 * snapshotted before the source is resumed. Restoring is never blocked: what cannot be taken, or not in time, is owed while
 * the source is resumed, and the lifecycle is not reverted before all snapshots are complete, or a person does without them.
 */
final class SnapshotRows {

  private final Duration within;

  /** @param within how long the source waits, from the moment the target was seen stopped */
  SnapshotRows(Duration within) {
    this.within = within;
  }

  void add(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    steps.simple(table, Phase.STOP_SERVING, Phase.SNAPSHOT,
        (s, r, out, now) -> s.launches(s.launches().kept(now, s.launches().snapshots())).begin());
    first(table, steps);
    owed(table, steps);
  }

  private void first(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    var rows = table.from(Phase.SNAPSHOT)
        .on(SnapshotsTaken.class, "complete", (s, r) -> r.complete(), Phase.RESUMING,
            (s, r, out, now) -> started(taken(s, r), null, out, now))
        .on(SnapshotsTaken.class, Phase.SAVING, (s, r, out, now) -> started(taken(s, r), null, out, now))
        .on(TargetLost.class, Phase.RESUMING,
            (s, r, out, now) -> started(lost(s, r, out, now), r.failure(), out, now));
    steps.failing(rows, Phase.SNAPSHOT, Phase.SAVING, (s, r, last, out, now) -> {
      failed(s, r, last, out, now);
      if (last) {
        started(s, r.failure(), out, now);
      }
    })
        .when("out of time between two attempts", (s, now) -> isLate(s, now) && s.effort().pause() != null,
            Phase.SAVING, (s, out, now) -> late(s.again(now), out, now))
        .when("out of time", this::isLate, Phase.SAVING, this::late)
        .when("again", (s, now) -> s.effort().isDue(now), Phase.SNAPSHOT, (s, out, now) -> s.again(now));
  }

  private static void owed(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    From<Phase, LaunchState, LaunchOutcome> rows = table.from(Phase.SAVING)
        .on(SnapshotsTaken.class, "complete", (s, r) -> r.complete(), Phase.RESUMING, (s, r, out, now) -> taken(s, r))
        .on(SnapshotsTaken.class, Phase.SAVING, (s, r, out, now) -> taken(s, r))
        .on(TargetLost.class, Phase.RESUMING, SnapshotRows::lost);
    steps.retried(rows, Phase.SAVING, Phase.SAVING, SnapshotRows::failed)
        .when("waived", (s, now) -> Parameters.kept(s).waivedBy() != null && s.effort().pause() != null, Phase.RESUMING,
            (s, out, now) -> s);
  }

  /** What is not owed cannot be waived. An attempt under way is seen to its end, which may be the snapshots. */
  static LaunchState waived(LaunchState s, SnapshotsWaived e) {
    return s.phase() == Phase.SAVING && e.getRound() == s.round() ? s.launches(s.launches().waived(e.getWaivedBy())) : s;
  }

  private static LaunchState taken(LaunchState s, SnapshotsTaken outcome) {
    return s.launches(s.launches().kept(Parameters.kept(s).stoppedAt(), outcome.snapshotIds()));
  }

  private static LaunchState lost(LaunchState s, TargetLost outcome, Emitter out, Instant now) {
    out.emit(LaunchEvents.stepFailed(s, LaunchEvents.SNAPSHOT, outcome.failure(), true, now));
    return s.launches(s.launches().kept(Parameters.kept(s).stoppedAt(), List.of()));
  }

  private static void failed(LaunchState s, StepFailed outcome, boolean last, Emitter out, Instant now) {
    out.emit(LaunchEvents.stepFailed(s, LaunchEvents.SNAPSHOT, outcome.failure(), last, now));
  }

  /** The attempt under way goes on. */
  private LaunchState late(LaunchState s, Emitter out, Instant now) {
    var failure = new Failure("CVY-4154", "no snapshots of " + Parameters.cutoverInstance(s).instanceId()
        + " by " + deadline(s) + "; its source is resumed without them",
        "leave the target stopped: snapshots are tried further", false);
    out.emit(LaunchEvents.stepFailed(s, LaunchEvents.SNAPSHOT, failure, false, now));
    return started(s, failure, out, now);
  }

  private static LaunchState started(LaunchState s, @Nullable Failure unsaved, Emitter out, Instant now) {
    out.emit(LaunchEvents.rollbackStarted(s, unsaved, now));
    return s;
  }

  private boolean isLate(LaunchState s, Instant now) {
    return !now.isBefore(deadline(s));
  }

  /** Half of what is left until the end of the back-out time is for the resume. */
  private Instant deadline(LaunchState s) {
    var stoppedAt = Parameters.kept(s).stoppedAt();
    var left = Duration.between(stoppedAt, Parameters.gate(s).getBackOutBy()).dividedBy(2);
    return stoppedAt.plus(left.isPositive() && left.compareTo(within) < 0 ? left : within);
  }

  /** When the source waits no longer; null where it does not wait for snapshots. */
  @Nullable Instant dueBy(LaunchState s) {
    return s.phase() == Phase.SNAPSHOT ? deadline(s) : null;
  }
}
