package dev.convoy.launch.server;

import dev.convoy.kit.core.Phased;
import dev.convoy.launch.slots.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this service knows of a server.
 *
 * @param since when the phase was entered or its present attempt was begun
 * @param round round that is worked on; follows {@link GateFacts#round} where the server is at rest
 * @param retryAt when a person last asked for another attempt
 * @param slot slot that is asked for or held; null = none
 * @param membership null outside a move group
 * @param names where its names lead; null = nothing was ever done to them
 * @param keeping how long the instance of a passed test is kept; null = none ever was to be
 * @param images that people ask for; null = nobody ever has
 */
public record LaunchState(
    String serverId,
    Phase phase,
    Instant since,
    int round,
    Effort effort,
    @Nullable Instant retryAt,
    GateFacts gates,
    SourceFacts source,
    Verdicts verdicts,
    Launches launches,
    @Nullable Slot slot,
    @Nullable Membership membership,
    @Nullable Names names,
    @Nullable Keeping keeping,
    @Nullable Images images) implements Phased<Phase, LaunchState> {

  /** A slot of the server's own. */
  record Slot(Purpose purpose, int round, int attempt, boolean granted) {}

  static LaunchState initial(String serverId) {
    return new LaunchState(serverId, Phase.IDLE, Instant.EPOCH, 0, Effort.NONE, null, GateFacts.NONE, SourceFacts.NONE,
        Verdicts.NONE, Launches.NONE, null, null, null, null, null);
  }

  @Override
  public LaunchState enter(Phase next, Instant at) {
    return new LaunchState(serverId, next, at, round, new Effort(effort.attempts(), effort.tries(), null), retryAt,
        gates, source, verdicts, launches, slot, membership, names, keeping, images);
  }

  /** A first attempt of the phase's operation. */
  LaunchState begin() {
    return effort(effort.begin(phase.kind()));
  }

  /** The phase's operation, as part of a step that is under way. */
  LaunchState goOn() {
    return effort(effort.next(phase.kind()));
  }

  /** Another attempt of the phase's operation. */
  LaunchState again(Instant now) {
    return new LaunchState(serverId, phase, now, round, effort.again(phase.kind()), retryAt, gates, source, verdicts,
        launches, slot, membership, names, keeping, images);
  }

  LaunchState nextRound() {
    return new LaunchState(serverId, phase, since, gates.round(), Effort.NONE, retryAt, gates, source, verdicts,
        launches.nextRound(TestRows.isLeft(this) ? launches.standing() : null), null, null, names, keeping, images);
  }

  /** Declared again after its withdrawal: of the rounds before, only the jobs and the state in MGN count. */
  LaunchState begunAnew() {
    var begun = gates.begunAnew();
    return facts(begun, source.begunAnew(begun.registered()), verdicts).nextRound();
  }

  /** Round in which a person is called: the one that inventory-service looks at. */
  int calledRound() {
    return gates.next() == null ? round : gates.next().round();
  }

  LaunchState facts(GateFacts newGates, SourceFacts newSource, Verdicts newVerdicts) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, newGates, newSource, newVerdicts, launches,
        slot, membership, names, keeping, images);
  }

  LaunchState retryRequested(Instant at) {
    return new LaunchState(serverId, phase, since, round, effort.retryRequested(at), at, gates, source, verdicts,
        launches, slot, membership, names == null ? null : names.retryRequested(at), keeping, images);
  }

  LaunchState effort(Effort now) {
    return new LaunchState(serverId, phase, since, round, now, retryAt, gates, source, verdicts, launches, slot,
        membership, names, keeping, images);
  }

  LaunchState launches(Launches now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, now, slot,
        membership, names, keeping, images);
  }

  LaunchState slot(@Nullable Slot now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, launches, now,
        membership, names, keeping, images);
  }

  LaunchState membership(@Nullable Membership now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, launches, slot,
        now, names, keeping, images);
  }

  LaunchState names(Names now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, launches, slot,
        membership, now, keeping, images);
  }

  LaunchState keeping(@Nullable Keeping now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, launches, slot,
        membership, names, now, images);
  }

  LaunchState images(@Nullable Images now) {
    return new LaunchState(serverId, phase, since, round, effort, retryAt, gates, source, verdicts, launches, slot,
        membership, names, keeping, now);
  }
}
