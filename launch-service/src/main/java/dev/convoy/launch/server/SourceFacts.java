package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationUnhealthy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What agent and replication have said of the source.
 *
 * @param binding null until the agent is installed
 * @param healthy condition of the replication as last said
 * @param healthAt when it was last said
 * @param drainedOf the quiesce that the drained state belongs to
 * @param failure why quiesce or drain of a round ended for good
 * @param resumedRound round in which the source was last resumed; 0 = never
 * @param diskBytes of all disks, as replication last counted them when it was healthy; null = not known
 */
record SourceFacts(
    @Nullable Binding binding,
    boolean healthy,
    @Nullable Instant healthAt,
    @Nullable Quiesce quiesced,
    @Nullable Quiesce drainedOf,
    @Nullable Ended failure,
    int resumedRound,
    @Nullable Long diskBytes) {

  static final SourceFacts NONE = new SourceFacts(null, false, null, null, null, null, 0, null);

  /** The MGN source server. */
  record Binding(int round, int attempt, String account, String region, String sourceServerId) {}

  /** A quiesce of a round; a drained state names the quiesce that it follows. */
  record Quiesce(int round, Instant at) {}

  /** Something ended for good in a round. */
  record Ended(int round, int attempt, String reason) {}

  SourceFacts merge(Object fact) {
    return switch (fact) {
      case AgentInstalled e -> bound(e);
      case ReplicationHealthy e -> health(true, e.getOccurredAt(), e.getTotalBytes() == null ? diskBytes : e.getTotalBytes());
      case ReplicationUnhealthy e -> health(false, e.getOccurredAt(), diskBytes);
      case SourceQuiesced e -> quiesced(new Quiesce(e.getRound(), e.getQuiescedAt()));
      case ReplicationDrained e -> drained(new Quiesce(e.getRound(), e.getQuiescedAt()));
      case SourceQuiesceFailed e when e.getFinal$() -> failed(e.getRound(), e.getAttempt(), e.getCode(), e.getMessage());
      case ReplicationDrainFailed e when e.getFinal$() ->
          failed(e.getRound(), e.getAttempt(), e.getCode(), e.getMessage());
      case SourceResumed e -> resumed(e.getRound());
      default -> this;
    };
  }

  /** What was said of the replication before counts only if it is of the agent that was installed since. */
  SourceFacts begunAnew(int registered) {
    return new SourceFacts(binding, healthy && binding != null && binding.round() >= registered, healthAt, quiesced,
        drainedOf, failure, resumedRound, diskBytes);
  }

  private SourceFacts bound(AgentInstalled e) {
    var old = binding != null && (binding.round() > e.getRound()
        || (binding.round() == e.getRound() && binding.attempt() >= e.getAttempt()));
    return old ? this : new SourceFacts(
        new Binding(e.getRound(), e.getAttempt(), e.getAccount(), e.getRegion(), e.getSourceServerId()),
        healthy, healthAt, quiesced, drainedOf, failure, resumedRound, diskBytes);
  }

  private SourceFacts health(boolean now, Instant at, @Nullable Long bytes) {
    return healthAt != null && !at.isAfter(healthAt) ? this
        : new SourceFacts(binding, now, at, quiesced, drainedOf, failure, resumedRound, bytes);
  }

  private SourceFacts quiesced(Quiesce said) {
    return isOlder(said, quiesced) ? this
        : new SourceFacts(binding, healthy, healthAt, said, drainedOf, failure, resumedRound, diskBytes);
  }

  private SourceFacts drained(Quiesce said) {
    return isOlder(said, drainedOf) ? this
        : new SourceFacts(binding, healthy, healthAt, quiesced, said, failure, resumedRound, diskBytes);
  }

  private static boolean isOlder(Quiesce said, @Nullable Quiesce known) {
    return known != null && (said.round() < known.round()
        || (said.round() == known.round() && said.at().isBefore(known.at())));
  }

  private SourceFacts failed(int round, int attempt, String code, String message) {
    return failure != null && failure.round() > round ? this : new SourceFacts(binding, healthy, healthAt, quiesced,
        drainedOf, new Ended(round, attempt, code + " " + message), resumedRound, diskBytes);
  }

  private SourceFacts resumed(int round) {
    return new SourceFacts(
        binding, healthy, healthAt, quiesced, drainedOf, failure, Math.max(resumedRound, round), diskBytes);
  }
}
