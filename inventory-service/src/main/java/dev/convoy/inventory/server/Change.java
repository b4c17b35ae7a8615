package dev.convoy.inventory.server;

import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.inventory.declaration.AcceptedServer;
import dev.convoy.inventory.declaration.Differences;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.List;

/**
 * What a server that is being moved is declared to be now, where that differs from what its build gate froze. Safety
 * rule 3: it is held until the change is accepted or put back. Whoever is in an outage is let finish, and once its
 * users are served by the target nothing is held for it any more.
 *
 * @param held true while the server is held for it
 */
public record Change(AcceptedServer declared, boolean held) {

  private static final int MOST_NAMED = 5;

  /** Holds the server or lets it go on, as its change asks for by now. */
  static ServerState settled(ServerState before, ServerState after, Emitter out, Instant now) {
    var change = after.change();
    if (change == null) {
      return ended(before, after, out, now);
    }
    if (binds(after) == change.held()) {
      return after;
    }
    if (change.held()) {
      resume(after, "let finish, though its declaration was changed", out, now);
      return after.changing(new Change(change.declared(), false));
    }
    var held = after.changing(new Change(change.declared(), true)).attending(after.attention().counted());
    out.emit(new ServerHeld(
        held.serverId(), held.round().number(), held.attention().holds(), now, reason(held, change.declared())));
    return held;
  }

  private static ServerState ended(ServerState before, ServerState after, Emitter out, Instant now) {
    var known = before.change();
    if (known != null && known.held() && before.attention().hold() == null && after.attention().hold() == null) {
      resume(before, "its declaration is the one that it is moved by", out, now);
    }
    return after;
  }

  private static void resume(ServerState state, String reason, Emitter out, Instant now) {
    if (state.attention().hold() == null) {
      out.emit(new ServerResumed(state.serverId(), state.round().number(), state.attention().holds(), now, reason));
    }
  }

  private static boolean binds(ServerState state) {
    return !state.users().isInOutage() && !state.isServedByTarget();
  }

  /** True while the server is held for a change. */
  static boolean holds(ServerState state) {
    return state.change() != null && state.change().held();
  }

  /** What has changed and what to do, for a person. */
  static String reason(ServerState state, AcceptedServer declared) {
    var server = state.server();
    var all = server == null ? List.<String>of() : Differences.between(server, declared);
    var more = all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "";
    return "declaration changed: " + String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size()))) + more
        + "; put it back, or accept it with ./convoy server accept " + state.serverId()
        + ", which begins a new round with a new test";
  }
}
