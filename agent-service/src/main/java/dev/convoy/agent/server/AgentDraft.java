package dev.convoy.agent.server;

import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.kit.core.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The components of a server, to be changed one by one. */
final class AgentDraft {

  final String serverId;
  AgentPhase phase;
  Instant since;
  int round;
  int attempt;
  boolean held;
  @Nullable Instant heldAt;
  boolean withdrawn;
  @Nullable BuildAuthorized build;
  int accountRound;
  @Nullable String sourceServerId;
  int turnRound;
  int backRound;
  int resumedRound;
  boolean retry;
  @Nullable Instant retryAt;
  @Nullable Instant retriedAt;
  @Nullable Failure failure;
  AgentServer.@Nullable Anew anew;
  @Nullable Source source;
  @Nullable String workers;
  @Nullable Reinstall reinstall;
  @Nullable Power power;
  boolean adopted;
  @Nullable Removal removal;
  @Nullable Copying copying;
  @Nullable BreakGlass breakGlass;
  @Nullable Pushing pushing;

  AgentDraft(AgentServer from) {
    serverId = from.serverId();
    phase = from.phase();
    since = from.since();
    round = from.round();
    attempt = from.attempt();
    held = from.held();
    heldAt = from.heldAt();
    withdrawn = from.withdrawn();
    build = from.build();
    accountRound = from.accountRound();
    sourceServerId = from.sourceServerId();
    turnRound = from.turnRound();
    backRound = from.backRound();
    resumedRound = from.resumedRound();
    retry = from.retry();
    retryAt = from.retryAt();
    retriedAt = from.retriedAt();
    failure = from.failure();
    anew = from.anew();
    source = from.source();
    workers = from.workers();
    reinstall = from.reinstall();
    power = from.power();
    adopted = from.adopted();
    removal = from.removal();
    copying = from.copying();
    breakGlass = from.breakGlass();
    pushing = from.pushing();
  }

  AgentServer done() {
    return new AgentServer(serverId, phase, since, round, attempt, held, heldAt, withdrawn, build, accountRound, sourceServerId,
        turnRound, backRound, resumedRound, retry, retryAt, retriedAt, failure, anew, source, workers, reinstall, power, adopted,
        removal, copying, breakGlass, pushing);
  }
}
