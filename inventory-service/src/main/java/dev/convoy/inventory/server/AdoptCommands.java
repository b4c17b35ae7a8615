package dev.convoy.inventory.server;

import dev.convoy.events.inventory.ServerBound;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand.AdoptServer;
import dev.convoy.inventory.declaration.AcceptedServer;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of a person's word that it is a source server of somebody else: it is remembered, and handed on with
 * the build gate. A binding that stands is never replaced; to get rid of one the server leaves and is declared anew.
 */
final class AdoptCommands {

  private AdoptCommands() {}

  static @Nullable Refusal refusal(ServerState state, AdoptServer adopt) {
    var server = Objects.requireNonNull(state.server(), "server");
    var name = "server " + state.serverId();
    if (state.isEnded()) {
      return new Refusal("CVY-1183", name + " has left or is at its end: no source server is bound to it",
          "to move it after all, declare it again");
    }
    if (!server.isMoved()) {
      return new Refusal("CVY-1180", name + " is declared with the strategy " + server.strategy() + ": Convoy does not move it",
          "declare it with Rehost, or leave " + adopt.sourceServerId() + " to whoever set it up");
    }
    var bound = bound(state);
    if (bound != null && !bound.equals(adopt.sourceServerId())) {
      return new Refusal("CVY-1181", name + " is bound to " + bound + ": sourceServerId cannot be " + adopt.sourceServerId(),
          "if " + bound + " is wrong: " + anew(state));
    }
    return state.isFrozen() && !isRepeated(state, adopt) ? frozen(state, adopt, bound) : null;
  }

  private static Refusal frozen(ServerState state, AdoptServer adopt, @Nullable String bound) {
    var name = "server " + state.serverId() + " is being built already";
    return bound == null
        ? new Refusal("CVY-1182", name + ": what its build gate has frozen does not name " + adopt.sourceServerId(), anew(state))
        : new Refusal("CVY-1182", name + ", and bound to " + bound + " by its agent", "nothing: it goes on with its wave");
  }

  private static String anew(ServerState state) {
    return "./convoy server withdraw " + state.serverId() + ", declare it again, then adopt it before its wave starts";
  }

  /** A source server that it is bound to, by its agent or by a person's word. */
  static @Nullable String bound(ServerState state) {
    return state.sourceServerId() == null ? state.decisions().sourceServerId() : state.sourceServerId();
  }

  private static boolean isRepeated(ServerState state, AdoptServer adopt) {
    return adopt.sourceServerId().equals(state.decisions().sourceServerId());
  }

  /** Said again, what stands is told again. */
  static ServerState adopt(ServerState state, AdoptServer adopt, Emitter out, Instant now) {
    var known = state.decisions().bound();
    var bound = known != null ? known
        : new Decisions.Bound(adopt.sourceServerId(), new Decisions.By(adopt.by(), adopt.reason(), now));
    var asked = state.attending(state.attention().asked()).deciding(state.decisions().binding(bound));
    var target = Objects.requireNonNull(state.server(), "server").target();
    out.emit(new ServerBound(state.serverId(), state.round().number(), asked.attention().retries(), now,
        bound.sourceServerId(), target.getAccount(), target.getRegion(), bound.by().name(), bound.by().reason()));
    return asked;
  }

  /** True when it is to go to another account or region by this declaration. */
  static boolean isElsewhere(ServerState state, AcceptedServer declared) {
    var server = state.server();
    return server == null || !server.target().getAccount().equals(declared.target().getAccount())
        || !server.target().getRegion().equals(declared.target().getRegion());
  }
}
