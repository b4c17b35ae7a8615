package dev.convoy.agent.server;

import dev.convoy.events.common.SourceHost;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local administrator that a person asked for. It stands beside the phase of the server, and outlives a withdrawal until it
 * is seen to be gone.
 *
 * @param since when the phase, or the attempt in it, began
 * @param round round in which it was last asked for
 * @param attempt of its operations; rises for ever
 * @param tries attempts since it was to be opened, or closed
 * @param askedAt when something was last asked
 * @param until when it is to be closed; null = now, or it is
 * @param openUntil until when the account on the host is, or is being, opened
 * @param closing a person asked for the end, and nothing was begun about it
 * @param overAt when the server was last finalized; null = not since it was asked for
 * @param begunRound round of the present attempt
 * @param order of the present attempt, which the host compares: rises for ever, also where this state is lost
 * @param told a person was told that it is not closed
 * @param retryAt when the next attempt is due
 * @param source where it is; null = nowhere yet
 * @param waveId of the present attempt
 * @param workers group of workers that sees to the present attempt; null = the rest
 */
record BreakGlass(
    BreakGlassPhase phase, Instant since, int round, int attempt, int tries, Instant askedAt, @Nullable Instant until,
    @Nullable Instant openUntil, boolean closing, @Nullable Instant overAt,
    int begunRound, long order, boolean told, @Nullable Instant retryAt,
    @Nullable SourceHost source, @Nullable String waveId, @Nullable String workers) {

  static final BreakGlass NONE = new BreakGlass(BreakGlassPhase.NONE, Instant.EPOCH, 0, 0, 0, Instant.EPOCH, null, null, false, null, 0,
      0, false, null, null, null, null);

  static BreakGlass of(AgentServer s) {
    var known = s.breakGlass();
    return known == null ? NONE : known;
  }

  /** A copy that differs in what the change sets, by name. */
  BreakGlass with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The components, to be changed one by one. */
  static final class Draft {

    BreakGlassPhase phase;
    Instant since;
    int round;
    int attempt;
    int tries;
    Instant askedAt;
    @Nullable Instant until;
    @Nullable Instant openUntil;
    boolean closing;
    @Nullable Instant overAt;
    int begunRound;
    long order;
    boolean told;
    @Nullable Instant retryAt;
    @Nullable SourceHost source;
    @Nullable String waveId;
    @Nullable String workers;

    private Draft(BreakGlass from) {
      phase = from.phase;
      since = from.since;
      round = from.round;
      attempt = from.attempt;
      tries = from.tries;
      askedAt = from.askedAt;
      until = from.until;
      openUntil = from.openUntil;
      closing = from.closing;
      overAt = from.overAt;
      begunRound = from.begunRound;
      order = from.order;
      told = from.told;
      retryAt = from.retryAt;
      source = from.source;
      waveId = from.waveId;
      workers = from.workers;
    }

    private BreakGlass done() {
      return new BreakGlass(phase, since, round, attempt, tries, askedAt, until, openUntil, closing, overAt, begunRound, order, told,
          retryAt, source, waveId, workers);
    }
  }
}
