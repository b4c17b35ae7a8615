package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.command.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Where a server cannot be rolled back, and the way that is left. From the gate of its cutover to that of its finalization it
 * can; before, nothing was begun that would have to be taken back; afterwards the target holds what counts.
 */
final class RollbackCommands {

  private RollbackCommands() {}

  /** Null where it can be. */
  static @Nullable Refusal refusal(ServerState state) {
    var round = state.round();
    var show = "./convoy server show " + state.serverId();
    if (state.withdrawn()) {
      return refused(state, "has left: there is nothing to roll back", "declare it again to move it");
    }
    if (isFinal(round)) {
      return refused(state, "is finalized or about to be: there is no way back",
          "mend its target; or go back by hand: stop and snapshot the target, start the source and its applications, lead its names "
              + "back; to move it once more declare it under another id");
    }
    if (round.stage() == Stage.ROLLED_BACK) {
      return refused(state, "is served by its source: it was rolled back already, there is nothing to roll back",
          "./convoy server retest " + state.serverId() + " begins a new round, ./convoy server withdraw " + state.serverId() + " takes it out");
    }
    if (!round.gates().cutover()) {
      return refused(state, "is served by its source: there is nothing to roll back",
          "to stop it ./convoy wave pause, to take it out ./convoy server withdraw " + state.serverId()
              + (round.gates().test() ? ", for another test ./convoy server retest " + state.serverId() : ""));
    }
    return round.rollbackRequested() ? refused(state, "is being rolled back already", "follow it with " + show) : null;
  }

  private static boolean isFinal(Round round) {
    return round.gates().finalization() || round.stage() == Stage.CUTOVER_FINALIZED || round.stage() == Stage.ARCHIVED;
  }

  private static Refusal refused(ServerState state, String why, String remedy) {
    return new Refusal("CVY-1302", "server " + state.serverId() + " " + why, remedy);
  }
}
