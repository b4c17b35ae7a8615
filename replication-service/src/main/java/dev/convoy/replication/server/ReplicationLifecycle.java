package dev.convoy.replication.server;

import dev.convoy.kit.core.Lifecycle;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import dev.convoy.replication.server.ServerState.Leaving;
import java.time.Instant;
import java.util.EnumSet;

import static dev.convoy.replication.server.Phase.AWAKE;
import static dev.convoy.replication.server.Phase.CONFIGURATION_FAILED;
import static dev.convoy.replication.server.Phase.CONFIGURING;
import static dev.convoy.replication.server.Phase.DRAINED;
import static dev.convoy.replication.server.Phase.DRAINING;
import static dev.convoy.replication.server.Phase.DRAIN_FAILED;
import static dev.convoy.replication.server.Phase.ENDED;
import static dev.convoy.replication.server.Phase.FOLLOWED;
import static dev.convoy.replication.server.Phase.HEALTHY;
import static dev.convoy.replication.server.Phase.IDLE;
import static dev.convoy.replication.server.Phase.LIVE;
import static dev.convoy.replication.server.Phase.OVERDUE;
import static dev.convoy.replication.server.Phase.PREPARATION_FAILED;
import static dev.convoy.replication.server.Phase.PREPARED;
import static dev.convoy.replication.server.Phase.PREPARING;
import static dev.convoy.replication.server.Phase.QUEUED;
import static dev.convoy.replication.server.Phase.STARTING;
import static dev.convoy.replication.server.Phase.START_FAILED;
import static dev.convoy.replication.server.Phase.SYNCING;
import static dev.convoy.replication.server.Phase.UNHEALTHY;
import static dev.convoy.replication.server.Phase.WITHDRAWING;

/** The transition table: the ways out, the way in, the condition that comes and goes, the drain. */
final class ReplicationLifecycle {

  private final ReplicationPolicy policy;
  private final ReplicationEffects effects;
  private final Lifecycle.Builder<Phase, ServerState, ReplicationOutcome> rows = Lifecycle.startingIn(IDLE);

  private ReplicationLifecycle(ReplicationPolicy policy) {
    this.policy = policy;
    this.effects = new ReplicationEffects(policy);
  }

  static Lifecycle<Phase, ServerState, ReplicationOutcome> of(ReplicationPolicy policy) {
    var table = new ReplicationLifecycle(policy);
    table.leave();
    table.prepareAndStart();
    table.follow();
    table.drain();
    return table.rows.build();
  }

  private void leave() {
    rows.from(FOLLOWED)
        .when("cutover finalized", (s, now) -> s.leaving() == Leaving.FINALIZED, ENDED, effects::returnPlace);
    rows.from(LIVE)
        .when("withdrawal requested", (s, now) -> s.leaving() == Leaving.WITHDRAWAL_REQUESTED
            || s.leaving() == Leaving.WITHDRAWN, WITHDRAWING, effects::leaveQueue);
    rows.from(WITHDRAWING)
        .when("server withdrawn", (s, now) -> s.leaving() == Leaving.WITHDRAWN, ENDED, effects::returnPlace);
    rows.from(ENDED)
        .when("declared anew", (s, now) -> s.leaving() == Leaving.NO, IDLE, (s, out, now) -> s);
  }

  private void prepareAndStart() {
    rows.from(IDLE)
        .when("build authorized", (s, now) -> s.build() != null, PREPARING, effects::firstTry)
        .from(PREPARING)
        .on(AccountReady.class, PREPARED, effects::prepared)
        .on(OperationFailed.class, PREPARATION_FAILED, effects::preparationFailed)
        .from(PREPARATION_FAILED)
        .when("retry is due", this::retryDue, PREPARING, effects::nextTry)
        .when("retry is asked for", this::retryAsked, PREPARING, effects::askedTry)
        .from(PREPARED)
        .when("agent installed", (s, now) -> s.sourceServerId() != null, CONFIGURING, effects::firstTry)
        .from(CONFIGURING)
        .on(SettingsInPlace.class, QUEUED, effects::queue)
        .on(OperationFailed.class, CONFIGURATION_FAILED, effects::replicationFailed)
        .from(CONFIGURATION_FAILED)
        .when("retry is due", this::retryDue, CONFIGURING, effects::nextTry)
        .when("retry is asked for", this::retryAsked, CONFIGURING, effects::askedTry)
        .from(QUEUED)
        .when("place taken", (s, now) -> s.placeTaken(), STARTING, effects::firstTry)
        .from(STARTING)
        .on(ReplicationRunning.class, SYNCING, effects::started)
        .on(OperationFailed.class, START_FAILED, effects::replicationFailed)
        .from(START_FAILED)
        .when("retry is due", this::retryDue, STARTING, effects::nextTry)
        .when("retry is asked for", this::retryAsked, STARTING, effects::askedTry);
  }

  private void follow() {
    for (var phase : FOLLOWED) {
      rows.from(phase).on(ReplicationSighted.class, phase, effects::sighted);
    }
    for (var phase : AWAKE) {
      rows.from(phase).on(LaunchForeseen.class, phase, effects::foreseen);
    }
    rows.from(AWAKE)
        .when("source quiesced", (s, now) -> s.quiescedAt() != null, DRAINING, (s, out, now) -> s)
        .from(EnumSet.of(SYNCING, UNHEALTHY, OVERDUE))
        .when("healthy", (s, now) -> s.following().isHealthy(policy.healthyLag()), HEALTHY, effects::healthy)
        .from(HEALTHY)
        .when("not healthy", (s, now) -> !s.following().isHealthy(policy.healthyLag()), UNHEALTHY, effects::unhealthy)
        .when("round has risen", (s, now) -> s.following().healthyRound() < s.round(), HEALTHY, effects::healthy)
        .from(SYNCING)
        .when("halted", (s, now) -> s.following().haltedSince() != null, UNHEALTHY, effects::unhealthy)
        .when("not healthy in time", this::late, OVERDUE, effects::overdue)
        .from(UNHEALTHY)
        .on(ReplicationRetried.class, UNHEALTHY, effects::pushed)
        .when("another reason", this::otherReason, UNHEALTHY, effects::unhealthy)
        .when("halted for too long", this::haltedTooLong, OVERDUE, effects::overdue)
        .when("not healthy in time", this::late, OVERDUE, effects::overdue)
        .from(OVERDUE)
        .when("retry is asked for", this::retryAsked, SYNCING, effects::bePatient);
  }

  private void drain() {
    rows.from(EnumSet.of(DRAINING, DRAINED, DRAIN_FAILED))
        .when("source resumed", (s, now) -> s.quiescedAt() == null, SYNCING, effects::bePatient)
        .from(DRAINING)
        .when("drained", this::isDrained, DRAINED, effects::drained)
        .when("not drained in time", (s, now) -> !now.isBefore(s.since().plus(policy.drainWithin())), DRAIN_FAILED,
            effects::drainFailed)
        .from(DRAIN_FAILED)
        .when("retry is asked for", this::retryAsked, DRAINING, effects::askedTry);
  }

  private boolean retryDue(ServerState s, Instant now) {
    var retryAt = s.effort().retryAt();
    return retryAt != null && !now.isBefore(retryAt);
  }

  private boolean retryAsked(ServerState s, Instant now) {
    return s.effort().retryAsked();
  }

  private boolean otherReason(ServerState s, Instant now) {
    var last = s.following().last();
    return last != null && !Condition.reason(last, policy.healthyLag()).code().equals(s.following().trouble());
  }

  private boolean late(ServerState s, Instant now) {
    return !s.following().healthyOnce() && !now.isBefore(s.following().patienceFrom().plus(policy.healthyWithin()));
  }

  private boolean haltedTooLong(ServerState s, Instant now) {
    var since = s.following().leftSince();
    return since != null && !now.isBefore(since.plus(policy.stalledWithin()));
  }

  private boolean isDrained(ServerState s, Instant now) {
    var quiescedAt = s.quiescedAt();
    return quiescedAt != null && s.following().isDrained(quiescedAt);
  }
}
