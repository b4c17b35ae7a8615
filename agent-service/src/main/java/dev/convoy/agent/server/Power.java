package dev.convoy.agent.server;

import dev.convoy.kit.core.Failure;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a source runs, as far as Convoy has to do with it. It stands beside the phase of the server, which is that of a
 * quiesced one all the while: a build that knows nothing of this reads the server as quiesced.
 *
 * @param since when the phase, or the attempt in it, began
 * @param attempt of the operations of this phase, from 1; rises through the round until the way back begins
 * @param drainedRound latest round whose drain was reported; 0 = never
 * @param finalizedRound latest round that was finalized; 0 = never
 * @param begunRound round in which a shutdown was begun and not yet taken back: since then the host may be off; 0 = none
 * @param shutdown name of that operation on the host; null = never
 * @param off true from when it was seen to be off until it was seen to answer
 * @param asked true when the host was told to shut down in the present attempt, or its hook may have been run in it
 * @param retryAt when the next attempt is due
 * @param failure why the last attempt failed; null after success
 * @param workers group of workers that sees to the present attempt; null = the rest
 */
record Power(
    PowerPhase phase, Instant since, int attempt, int drainedRound, int finalizedRound, int begunRound,
    @Nullable String shutdown, boolean off, boolean asked, @Nullable Instant retryAt, @Nullable Failure failure,
    @Nullable String workers) {

  static final Power NONE =
      new Power(PowerPhase.RUNNING, Instant.EPOCH, 0, 0, 0, 0, null, false, false, null, null, null);

  static Power of(AgentServer s) {
    var known = s.power();
    return known == null ? NONE : known;
  }

  /** A copy that differs in what the change sets, by name. */
  Power with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  boolean due(Instant now) {
    return retryAt != null && !now.isBefore(retryAt);
  }

  /** The components, to be changed one by one. */
  static final class Draft {

    PowerPhase phase;
    Instant since;
    int attempt;
    int drainedRound;
    int finalizedRound;
    int begunRound;
    @Nullable String shutdown;
    boolean off;
    boolean asked;
    @Nullable Instant retryAt;
    @Nullable Failure failure;
    @Nullable String workers;

    private Draft(Power from) {
      phase = from.phase;
      since = from.since;
      attempt = from.attempt;
      drainedRound = from.drainedRound;
      finalizedRound = from.finalizedRound;
      begunRound = from.begunRound;
      shutdown = from.shutdown;
      off = from.off;
      asked = from.asked;
      retryAt = from.retryAt;
      failure = from.failure;
      workers = from.workers;
    }

    private Power done() {
      return new Power(phase, since, attempt, drainedRound, finalizedRound, begunRound, shutdown, off, asked, retryAt, failure,
          workers);
    }
  }
}
