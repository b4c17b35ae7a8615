package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand.BreakGlass;
import dev.convoy.kit.core.Emitter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of a person's wish for a local administrator on its source, or for the end of it. It changes nothing
 * about where the server stands, and nothing that the server stands with keeps it.
 */
final class BreakGlassCommands {

  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(24);

  private BreakGlassCommands() {}

  static @Nullable Refusal refusal(ServerState state, BreakGlass glass) {
    var round = state.round();
    var name = "server " + state.serverId();
    if (state.withdrawn() || round.gates().finalization() || round.stage() == Stage.CUTOVER_FINALIZED
        || round.stage() == Stage.ARCHIVED) {
      return new Refusal("CVY-1173", name + " has left, or is finalized or about to be: its source is none of Convoy's any more",
          "what was open is being closed: look for BreakGlassClosed with ./convoy server show " + state.serverId());
    }
    if (!round.gates().build()) {
      return new Refusal("CVY-1174", name + " is not being built yet: no host of it is entered",
          "start its wave, or open its build gate, then ask again");
    }
    var within = glass.within();
    return within == null || (within.compareTo(SHORTEST) >= 0 && within.compareTo(LONGEST) <= 0) ? null
        : new Refusal("CVY-1175", "a break-glass account of " + name + " was asked for " + within,
            "ask for 15 minutes (PT15M) to 24 hours (PT24H); ask again to have it longer");
  }

  static ServerState ask(ServerState state, BreakGlass glass, Emitter out, Instant now) {
    var asked = state.attending(state.attention().asked());
    var within = glass.within();
    out.emit(new BreakGlassRequested(state.serverId(), state.round().number(), asked.attention().retries(), now,
        within == null ? now : now.plus(within), glass.by(), glass.reason()));
    return asked;
  }
}
