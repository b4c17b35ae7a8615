package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Replication of one server as it was commanded; what it shows at a moment is {@link ReplicationTimeline}'s to say.
 *
 * @param startedAt null unless it was started; moved on by the length of every pause
 * @param plan null unless it was started
 * @param haltedAt when it was paused, stalled or disconnected, else null
 * @param quietSince when the source stopped writing, null while it writes
 * @param error a DataReplicationErrorString while it stalls, else null
 * @param absence of its agent; null while that reports, and in what an older lab has kept
 */
public record Replication(
    Mode mode,
    @Nullable Instant startedAt,
    @Nullable ReplicationPlan plan,
    @Nullable Instant haltedAt,
    @Nullable Instant quietSince,
    @Nullable String error,
    @Nullable Absence absence) {

  /**
   * An agent does not report, because its host is off.
   *
   * @param since when it was seen last
   * @param noticedAt from when on the service takes it that nothing is replicated
   */
  public record Absence(Instant since, Instant noticedAt) {}

  /** What was commanded or befell it. */
  public enum Mode { STOPPED, RUNNING, PAUSED, STALLED, DISCONNECTED }

  /** Not started: the agent was installed with {@code --no-replication}. */
  public static Replication idle() {
    return new Replication(Mode.STOPPED, null, null, null, null, null, null);
  }

  /** StartReplication. */
  public Replication started(Instant now, ReplicationPlan newPlan) {
    return new Replication(Mode.RUNNING, now, newPlan, null, quietSince, null, absence);
  }

  /** Stalls during its initiation. */
  public Replication stalled(Instant now, ReplicationPlan newPlan, String reason) {
    var halted = now.plus(newPlan.initiation().multipliedBy(9).dividedBy(10));
    return new Replication(Mode.STALLED, now, newPlan, halted, quietSince, reason, absence);
  }

  /** PauseReplication. */
  public Replication paused(Instant now) {
    return new Replication(Mode.PAUSED, startedAt, plan, now, quietSince, null, absence);
  }

  /** ResumeReplication: goes on where it was paused. */
  public Replication resumed(Instant now) {
    var pause = haltedAt == null ? Duration.ZERO : Duration.between(haltedAt, now);
    return new Replication(Mode.RUNNING, startedAt == null ? null : startedAt.plus(pause), plan, null, quietSince, null,
        absence);
  }

  /** StopReplication: staging resources are gone, the agent stays. */
  public Replication stopped() {
    return new Replication(Mode.STOPPED, null, null, null, quietSince, null, absence);
  }

  /** DisconnectFromService or FinalizeCutover: the agent is gone too. */
  public Replication disconnected(Instant now) {
    return new Replication(Mode.DISCONNECTED, null, null, now, quietSince, null, absence);
  }

  /** When it will have, or has had, its first snapshot; null if it does not run. */
  public @Nullable Instant launchableAt() {
    return mode != Mode.RUNNING || absence != null || startedAt == null || plan == null ? null : startedAt.plus(plan.whole());
  }

  /** The source stopped or resumed writing. */
  public Replication writing(boolean writes, Instant now) {
    var quiet = writes ? null : quietSince == null ? now : quietSince;
    return new Replication(mode, startedAt, plan, haltedAt, quiet, error, absence);
  }

  /** The agent is not seen any more. @param noticed how long that takes */
  public Replication unseen(Instant now, Duration noticed) {
    return absence != null ? this
        : new Replication(mode, startedAt, plan, haltedAt, quietSince, error, new Absence(now, now.plus(noticed)));
  }

  /** The agent is seen again, and a copy that stood still meanwhile goes on where it was. */
  public Replication seen(Instant now) {
    var stood = absence != null && now.isAfter(absence.noticedAt()) ? Duration.between(absence.noticedAt(), now) : Duration.ZERO;
    return new Replication(mode, startedAt == null ? null : startedAt.plus(stood), plan, haltedAt, quietSince, error, null);
  }

  /** Nothing is replicated, because the agent is not seen. */
  boolean missesItsAgent(Instant now) {
    return mode == Mode.RUNNING && startedAt != null && absence != null && !now.isBefore(absence.noticedAt());
  }

  /** Counts against the quota of replicating servers. */
  public boolean active() {
    return mode == Mode.RUNNING || mode == Mode.PAUSED || mode == Mode.STALLED;
  }
}
