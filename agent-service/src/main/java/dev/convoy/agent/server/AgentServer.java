package dev.convoy.agent.server;

import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Phased;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What agent-service knows of a server.
 *
 * @param since when the phase, or the attempt in it, began
 * @param round latest round that inventory-service named
 * @param attempt of the operation of this phase, from 1
 * @param heldAt time of the last hold or release; null = never
 * @param build frozen settings; null before the build gate
 * @param accountRound round in which the account was reported prepared; 0 = never
 * @param sourceServerId binding; null before the agent is installed
 * @param turnRound round in which the server was told to quiesce; 0 = never
 * @param backRound round in which the source is to be resumed; 0 = never
 * @param resumedRound round in which the source was resumed; 0 = never
 * @param retryAt when the next attempt is due, or, while one has begun that has a limit of its own, overdue
 * @param retriedAt when a person last asked for another attempt, or decided; null = never
 * @param failure why the last attempt failed; null after success
 * @param anew round that follows the withdrawal, begun when what is under way has ended; null = none
 * @param source what was seen of it and decided about it; null before it was seen whole
 * @param workers group of workers that sees to the present attempt; null = the rest
 */
public record AgentServer(
    String serverId,
    AgentPhase phase,
    Instant since,
    int round,
    int attempt,
    boolean held,
    @Nullable Instant heldAt,
    boolean withdrawn,
    @Nullable BuildAuthorized build,
    int accountRound,
    @Nullable String sourceServerId,
    int turnRound,
    int backRound,
    int resumedRound,
    boolean retry,
    @Nullable Instant retryAt,
    @Nullable Instant retriedAt,
    @Nullable Failure failure,
    @Nullable Anew anew,
    @Nullable Source source,
    @Nullable String workers)
    implements Phased<AgentPhase, AgentServer> {

  /** Decisions by which it goes on: how it is tested and led back is for others to heed. */
  private static final Set<ServerDecision> GOES_ON =
      EnumSet.of(ServerDecision.NORMAL, ServerDecision.WITHOUT_TEST, ServerDecision.WITHOUT_ROLLBACK);

  /** A server declared again after its withdrawal, which may be withdrawn once more before it begins. */
  record Anew(BuildAuthorized build, boolean withdrawn) {}

  static AgentServer initial(String serverId) {
    return new AgentServer(serverId, AgentPhase.IDLE, Instant.EPOCH, 0, 0, false, null, false, null, 0, null, 0, 0, 0, false,
        null, null, null, null, null, null);
  }

  @Override
  public AgentServer enter(AgentPhase next, Instant at) {
    return new AgentServer(serverId, next, at, round, attempt, held, heldAt, withdrawn, build, accountRound, sourceServerId,
        turnRound, backRound, resumedRound, retry, null, retriedAt, failure, anew, source, workers);
  }

  /** Settings of the round. */
  BuildAuthorized settings() {
    if (build == null) {
      throw new IllegalStateException(serverId + " has no settings in phase " + phase);
    }
    return build;
  }

  AccountKey account() {
    var target = settings().getTarget();
    return new AccountKey(target.getAccount(), target.getRegion(), target.getRoleArn());
  }

  boolean accountPrepared() {
    return accountRound > 0 && accountRound >= settings().getRound();
  }

  String environment() {
    return settings().getTarget().getEnvironment();
  }

  /** True while the server is to be quiesced in its current round. */
  boolean itsTurn() {
    return turnRound == round && backRound < round;
  }

  boolean toBeResumed() {
    return build != null && backRound == round && turnRound == round && resumedRound < round;
  }

  boolean due(Instant now) {
    return retryAt != null && !now.isBefore(retryAt);
  }

  /** What an attempt asked a person about, no other one is answered with. */
  private @Nullable Source unasked() {
    return source == null || source.undecided().isEmpty() ? source : source.asking(List.of());
  }

  AgentServer withAttempt(int number) {
    return new AgentServer(serverId, phase, since, round, number, held, heldAt, withdrawn, build, accountRound, sourceServerId,
        turnRound, backRound, resumedRound, false, null, retriedAt, number == 1 ? null : failure, anew, unasked(), workers);
  }

  AgentServer withBuild(BuildAuthorized settings) {
    return new AgentServer(serverId, phase, since, settings.getRound(), attempt, held, heldAt, withdrawn, settings,
        accountRound, sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withRound(int number) {
    return new AgentServer(serverId, phase, since, Math.max(round, number), attempt, held, heldAt, withdrawn, build,
        accountRound, sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withHold(Instant at) {
    return new AgentServer(serverId, phase, since, round, attempt, true, at, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  /** Time that was spent held does not count against the attempt. */
  AgentServer withoutHold(Instant at, Instant now) {
    return new AgentServer(serverId, phase, now, round, attempt, false, at, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withWithdrawn(int number) {
    return new AgentServer(serverId, phase, since, Math.max(round, number), attempt, held, heldAt, true, build, accountRound, sourceServerId,
        turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withAnew(BuildAuthorized settings, boolean left) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure,
        new Anew(settings, left), source, workers);
  }

  /** Of the rounds before, only what is told apart by its round or time stays. */
  AgentServer begunAnew() {
    var next = Objects.requireNonNull(anew, "anew").build();
    return new AgentServer(serverId, phase, since, next.getRound(), 0, held, heldAt, false, next, accountRound, null,
        turnRound, backRound, resumedRound, false, null, retriedAt, null, null, null, null);
  }

  boolean beginsAnew() {
    return anew != null && !anew.withdrawn();
  }

  /** Round in which a person is called: the one that inventory-service looks at. */
  int calledRound() {
    return anew == null ? round : anew.build().getRound();
  }

  AgentServer withAccountRound(int number) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build,
        Math.max(accountRound, number), sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withSourceServerId(String id) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound, id, turnRound,
        backRound, resumedRound, retry, retryAt, retriedAt, null, anew, source, workers);
  }

  AgentServer withTurn(int number) {
    return new AgentServer(serverId, phase, since, Math.max(round, number), attempt, held, heldAt, withdrawn, build,
        accountRound, sourceServerId, Math.max(turnRound, number), backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withBack(int number) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, Math.max(backRound, number), resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers);
  }

  AgentServer withResumed() {
    return new AgentServer(serverId, phase, since, round, 1, held, heldAt, withdrawn, build, accountRound, sourceServerId,
        turnRound, backRound, round, false, null, retriedAt, null, anew, source, workers);
  }

  AgentServer overdueAt(Instant at) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, at, retriedAt, failure, anew, source, workers);
  }

  AgentServer withSource(@Nullable Source next) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, next, workers);
  }

  /** True while it is to be looked at once more before it is quiesced. */
  boolean isToBeLookedAt() {
    return source != null && source.lookedRound() < round;
  }

  /** A person lets pass what this attempt asked about, and it is tried again; what nobody asked about answers nothing. */
  AgentServer answered(ServerDecided e) {
    var answer = source != null && !source.undecided().isEmpty() && GOES_ON.contains(e.getDecision())
        && !e.getCode().isEmpty() && e.getRound() == round && e.getAttempt() == attempt
        && (phase == AgentPhase.CHECK_STUCK || phase == AgentPhase.QUIESCE_STUCK);
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry || answer, retryAt, e.getOccurredAt(), failure, anew,
        source != null && answer ? source.letPass() : source, workers);
  }

  AgentServer withRetry(boolean wanted, Instant at) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, wanted || retry, retryAt, at, failure, anew, source, workers);
  }

  AgentServer withFailure(Failure why, @Nullable Instant nextAt) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, false, nextAt, retriedAt, why, anew, source, workers);
  }

  AgentServer withWorkers(@Nullable String group) {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, group);
  }

  /** True while its operation waits for workers of whom nobody is there, and that was said. */
  boolean isUnserved() {
    return (phase == AgentPhase.CHECKING || phase == AgentPhase.INSTALLING) && failure != null
        && failure.code().equals(UnservedRows.CODE);
  }

  /** The time of the attempt begins now; why the one before failed is forgotten. */
  AgentServer withAttemptServed(int number, Instant now) {
    return new AgentServer(serverId, phase, now, round, number, held, heldAt, withdrawn, build, accountRound,
        sourceServerId, turnRound, backRound, resumedRound, false, null, retriedAt, null, anew, source, workers);
  }
}
