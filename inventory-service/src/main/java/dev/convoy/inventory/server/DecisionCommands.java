package dev.convoy.inventory.server;

import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand.DecideServer;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of a person's decision about it: the answer to the question that it is parked with, or what is
 * decided of one's own accord. What a cutover rests on is frozen by its gate.
 */
final class DecisionCommands {

  private DecisionCommands() {}

  static @Nullable Refusal refusal(ServerState state, ServerDecision decision) {
    boolean asked = question(state) != null;
    return switch (decision) {
      case EXCLUDE -> !asked ? ServerCommands.refused(state, "waits for no decision")
          : Registrar.mayLeave(state) ? null : ServerCommands.refused(state, "cannot leave while its cutover is under way");
      case NORMAL -> asked ? null : state.decisions().isNone() ? ServerCommands.refused(state, "waits for no decision")
          : hasEnded(state) ? ServerCommands.refused(state, "has ended") : frozenTest(state);
      case WITHOUT_TEST, WITHOUT_ROLLBACK -> hasEnded(state) ? ServerCommands.refused(state, "has ended")
          : !asked && state.decisions().include(decision) ? ServerCommands.refused(state, "is decided about so already")
              : isFrozen(state) ? frozen(state) : null;
      case UNKNOWN -> ServerCommands.refused(state, "cannot be decided about so");
    };
  }

  /** A test that was waived is made up for, unless users wait already: then only what comes after is at stake. */
  private static @Nullable Refusal frozenTest(ServerState state) {
    return isFrozen(state) && state.round().waived() && !state.round().hasReached(Stage.SOURCE_QUIESCED)
        ? frozen(state) : null;
  }

  private static Refusal frozen(ServerState state) {
    return new Refusal("CVY-1162", "the cutover of server " + state.serverId() + " is authorized: what it rests on is frozen",
        "./convoy wave revoke its wave first, decide, then approve the gate CUTOVER; in an outage only normal is decided");
  }

  private static boolean isFrozen(ServerState state) {
    return state.round().gates().cutover() && state.round().stage() != Stage.ROLLED_BACK;
  }

  private static boolean hasEnded(ServerState state) {
    var stage = state.round().stage();
    return state.withdrawn() || stage == Stage.CUTOVER_FINALIZED || stage == Stage.ARCHIVED;
  }

  private static @Nullable Integer question(ServerState state) {
    var parked = state.attention().parked();
    return parked == null ? null : parked.question();
  }

  /** Excluded, it leaves like one that is withdrawn; else the service that asked goes on. */
  static ServerState decide(ServerState state, DecideServer decide, Emitter out, Instant now) {
    var question = question(state);
    var parked = state.attention().parked();
    var stands = state.decisions().with(
        decide.decision(), new Decisions.By(decide.by(), decide.reason(), now), question != null);
    out.emit(new ServerDecided(state.serverId(), state.round().number(), question == null ? 0 : question, now,
        decide.decision(), question == null || parked == null ? "" : parked.parking().getCode(), decide.by(),
        decide.reason(), stands.withoutTest() != null, stands.withoutRollback() != null));
    if (decide.decision() == ServerDecision.EXCLUDE) {
      return Registrar.withdraw(state, decide.by(), out, now);
    }
    var answered = question == null ? state : state.attending(state.attention().parked(null));
    var decided = answered.deciding(stands);
    return needsAnotherRound(decided) ? ServerCommands.retest(decided, decide.by(), out, now) : decided;
  }

  /** The test gate of the round was opened otherwise than it is to be by now, and no passed test makes up for it. */
  private static boolean needsAnotherRound(ServerState state) {
    var round = state.round();
    boolean without = state.decisions().withoutTest() != null;
    return round.gates().test() && !round.gates().cutover() && without != round.waived() && !round.testCounts();
  }
}
