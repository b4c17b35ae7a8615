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
import java.util.function.Consumer;
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
 * @param reinstall what a person last asked to be installed again; null = never
 * @param adopted its agent was there before; it is not ours to remove
 * @param copying its scripts are being copied; null = they are not
 * @param removal how it stands with its agent since it has left; null = nothing is to be done
 * @param pushing what was last said of the push of its installer; null = nothing
 * @param breakGlass local administrator that a person asked for; null = nobody has
 * @param power whether it was shut down; null = it has nothing to do with that
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
    @Nullable String workers,
    @Nullable Reinstall reinstall,
    @Nullable Power power,
    boolean adopted,
    @Nullable Removal removal,
    @Nullable Copying copying,
    @Nullable BreakGlass breakGlass,
    @Nullable Pushing pushing)
    implements Phased<AgentPhase, AgentServer> {

  /** Decisions by which it goes on: how it is tested and led back is for others to heed. */
  private static final Set<ServerDecision> GOES_ON =
      EnumSet.of(ServerDecision.NORMAL, ServerDecision.WITHOUT_TEST, ServerDecision.WITHOUT_ROLLBACK);

  /** A server declared again after its withdrawal, which may be withdrawn once more before it begins. */
  record Anew(BuildAuthorized build, boolean withdrawn) {}

  static AgentServer initial(String serverId) {
    return new AgentServer(serverId, AgentPhase.IDLE, Instant.EPOCH, 0, 0, false, null, false, null, 0, null, 0, 0, 0, false,
        null, null, null, null, null, null, null, null, false, null, null, null, null);
  }

  @Override
  public AgentServer enter(AgentPhase next, Instant at) {
    return with(c -> {
      c.phase = next;
      c.since = at;
      c.retryAt = null;
    });
  }

  /** Settings of the round. */
  BuildAuthorized settings() {
    if (build == null) {
      throw new IllegalStateException(serverId + " has no settings in phase " + phase);
    }
    return build;
  }

  /** Source server that it is said to be, until its agent was seen; null = its agent is installed. */
  @Nullable String toAdopt() {
    return sourceServerId == null ? settings().getSourceServerId() : null;
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
    return with(c -> {
      c.attempt = number;
      c.retry = false;
      c.retryAt = null;
      c.failure = number == 1 ? null : failure;
      c.source = unasked();
    });
  }

  AgentServer withBuild(BuildAuthorized settings) {
    return with(c -> {
      c.round = settings.getRound();
      c.build = settings;
    });
  }

  AgentServer withRound(int number) {
    return with(c -> c.round = Math.max(round, number));
  }

  AgentServer withHold(Instant at) {
    return with(c -> {
      c.held = true;
      c.heldAt = at;
    });
  }

  /** Time that was spent held does not count against the attempt. */
  AgentServer withoutHold(Instant at, Instant now) {
    return with(c -> {
      c.since = now;
      c.held = false;
      c.heldAt = at;
    });
  }

  AgentServer withWithdrawn(int number) {
    return with(c -> {
      c.round = Math.max(round, number);
      c.withdrawn = true;
    });
  }

  AgentServer withAnew(BuildAuthorized settings, boolean left) {
    return with(c -> c.anew = new Anew(settings, left));
  }

  /** Of the rounds before, only what is told apart by its round or time stays; of a later one, that it is known. */
  AgentServer begunAnew() {
    var next = Objects.requireNonNull(anew, "anew").build();
    return with(c -> {
      c.round = Math.max(round, next.getRound());
      c.attempt = 0;
      c.withdrawn = false;
      c.build = next;
      c.sourceServerId = null;
      c.retry = false;
      c.retryAt = null;
      c.failure = null;
      c.anew = null;
      c.source = null;
      c.workers = null;
      c.reinstall = reinstall == null ? null : reinstall.dropped();
      c.adopted = false;
      c.removal = null;
      c.copying = null;
    });
  }

  boolean beginsAnew() {
    return anew != null && !anew.withdrawn();
  }

  /** Round in which a person is called: the one that inventory-service looks at. */
  int calledRound() {
    return anew == null ? round : anew.build().getRound();
  }

  AgentServer withAccountRound(int number) {
    return with(c -> c.accountRound = Math.max(accountRound, number));
  }

  AgentServer withSourceServerId(String id) {
    return with(c -> {
      c.sourceServerId = id;
      c.failure = null;
    });
  }

  AgentServer withTurn(int number) {
    return with(c -> {
      c.round = Math.max(round, number);
      c.turnRound = Math.max(turnRound, number);
    });
  }

  AgentServer withBack(int number) {
    return with(c -> c.backRound = Math.max(backRound, number));
  }

  AgentServer withResumed() {
    return with(c -> {
      c.attempt = 1;
      c.resumedRound = backRound;
      c.retry = false;
      c.retryAt = null;
      c.failure = null;
    });
  }

  AgentServer pushing(Pushing told) {
    return with(c -> c.pushing = told);
  }

  AgentServer overdueAt(Instant at) {
    return with(c -> c.retryAt = at);
  }

  AgentServer withSource(@Nullable Source next) {
    return with(c -> c.source = next);
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
    return with(c -> {
      c.retry = retry || answer;
      c.retriedAt = e.getOccurredAt();
      c.source = source != null && answer ? source.letPass() : source;
    });
  }

  AgentServer withRetry(boolean wanted, Instant at) {
    return with(c -> {
      c.retry = wanted || retry;
      c.retriedAt = at;
    });
  }

  AgentServer withFailure(Failure why, @Nullable Instant nextAt) {
    return with(c -> {
      c.retry = false;
      c.retryAt = nextAt;
      c.failure = why;
    });
  }

  AgentServer withAdopted(boolean found) {
    return with(c -> c.adopted = found);
  }

  /** The agent is installed; of one that was installed again stays what was known of it. */
  AgentServer copyingScripts(AgentOutcome.Installed installed, Instant now) {
    return with(c -> {
      c.since = now;
      c.adopted = sourceServerId == null ? installed.adopted() : adopted;
      c.sourceServerId = installed.sourceServerId();
      c.retryAt = null;
      c.failure = null;
      c.copying = new Copying(attempt);
    });
  }

  AgentServer withoutCopying() {
    return with(c -> {
      c.copying = null;
      c.failure = null;
    });
  }

  AgentServer withBreakGlass(BreakGlass next) {
    return with(c -> c.breakGlass = next);
  }

  AgentServer withRemoval(Removal next, @Nullable Instant nextAt) {
    return with(c -> {
      c.removal = next;
      c.retryAt = nextAt;
    });
  }

  AgentServer withReinstall(Reinstall next) {
    return with(c -> c.reinstall = next);
  }

  AgentServer withWorkers(@Nullable String group) {
    return with(c -> c.workers = group);
  }

  /** What a person has asked for is done. */
  AgentServer withoutRetry() {
    return retry ? with(c -> c.retry = false) : this;
  }

  AgentServer withPower(Power next) {
    return with(c -> c.power = next);
  }

  /** True while its operation waits for workers of whom nobody is there, and that was said. */
  boolean isUnserved() {
    return (phase == AgentPhase.CHECKING || phase == AgentPhase.INSTALLING) && failure != null
        && failure.code().equals(UnservedRows.CODE);
  }

  /** The time of the attempt begins now, unless its own has begun; why the one before failed is forgotten. */
  AgentServer withAttemptServed(int number, Instant now) {
    return with(c -> {
      c.since = now;
      c.attempt = number;
      c.retry = false;
      c.retryAt = number == attempt ? retryAt : null;
      c.failure = null;
    });
  }

  /** A copy that differs in what the change sets, by name: none of so many components is taken for another. */
  private AgentServer with(Consumer<AgentDraft> change) {
    var draft = new AgentDraft(this);
    change.accept(draft);
    return draft.done();
  }
}
