package dev.convoy.inventory.server;

import dev.convoy.events.common.ReplicationCondition;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand.ReinstallAgent;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of a person's wish that its agent is installed again: only while its source serves users and is
 * going to for a while. Blocks are read anew afterwards, which no cutover that has its slot waits for.
 */
final class ReinstallCommands {

  private ReinstallCommands() {}

  static @Nullable Refusal refusal(ServerState state) {
    var round = state.round();
    var name = "server " + state.serverId();
    if (state.withdrawn() || round.gates().finalization() || round.stage() == Stage.CUTOVER_FINALIZED
        || round.stage() == Stage.ARCHIVED) {
      return new Refusal("CVY-1172", name + " has left, or is finalized or about to be: nothing is replicated from it any more",
          "to move it after all, declare it again");
    }
    if (state.users().isInOutage() || (round.gates().cutover() && round.stage() != Stage.ROLLED_BACK)) {
      return new Refusal("CVY-1171", "the cutover of " + name + " is authorized or under way",
          "./convoy wave revoke its wave before the outage, or roll it back, then install its agent again");
    }
    return state.sourceServerId() != null ? null : new Refusal("CVY-1170", name + " has no agent that Convoy has installed",
        "wait for its installation; if that failed, ./convoy server retry " + state.serverId());
  }

  /** What it is parked with stays until it is got over. */
  static ServerState reinstall(ServerState state, ReinstallAgent again, Emitter out, Instant now) {
    var asked = state.attending(state.attention().asked());
    out.emit(new ReinstallRequested(state.serverId(), state.round().number(), asked.attention().retries(), now, again.by(),
        again.reason(), state.replication().condition() != ReplicationCondition.NONE));
    return asked;
  }
}
