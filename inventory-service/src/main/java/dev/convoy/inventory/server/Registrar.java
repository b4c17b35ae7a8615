package dev.convoy.inventory.server;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.FieldError;
import dev.convoy.events.inventory.ServerChanged;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.inventory.ServerRejected;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.inventory.declaration.AcceptedServer;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.declaration.Differences;
import dev.convoy.inventory.declaration.Verdict;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes declarations: registers, changes, refuses, lets go. */
final class Registrar {

  private final DeclarationRules rules;

  Registrar(DeclarationRules rules) {
    this.rules = rules;
  }

  ServerState handle(ServerState state, DeclarationMessage message, Emitter out, Instant now) {
    return switch (message) {
      case DeclarationMessage.Declared(var declared) -> declared(state, declared, out, now);
      case DeclarationMessage.Withdrawn(var serverId, var origin) -> asked(state, origin, out, now);
    };
  }

  private ServerState declared(ServerState state, ServerDeclared declared, Emitter out, Instant now) {
    var verdict = rules.check(declared);
    var errors = switch (verdict) {
      case Verdict.Refused(var faults) -> faults;
      case Verdict.Accepted(var server) -> moved(state);
    };
    if (verdict instanceof Verdict.Accepted(var server) && errors.isEmpty()) {
      return accepted(state, server, out, now);
    }
    var fingerprint = DeclarationRules.fingerprint(declared);
    if (fingerprint.equals(state.refused())) {
      return state;
    }
    var origin = declared.getOrigin();
    out.emit(new ServerRejected(state.serverId(), now, origin == null ? "" : origin, errors));
    return state.refusing(fingerprint);
  }

  private static ServerState accepted(ServerState state, AcceptedServer server, Emitter out, Instant now) {
    var known = state.server();
    if (known == null || state.withdrawn()) {
      return register(state, server, out, now);
    }
    var change = state.change();
    if (server.equals(change == null ? known : change.declared())) {
      return state;
    }
    out.emit(new ServerChanged(state.serverId(), state.round().number(), 0, now, server.name(), server.strategy(),
        server.waveId(), server.application(), server.tier(), server.source(), server.target(), server.checks()));
    return state.isFrozen() && !Differences.between(known, server).isEmpty()
        ? state.changing(new Change(server, false)) : state.declared(server);
  }

  static ServerState register(ServerState state, AcceptedServer server, Emitter out, Instant now) {
    var registered = state.registered(server, now);
    out.emit(new ServerRegistered(state.serverId(), registered.round().number(), 0, now, server.name(),
        server.strategy(), server.waveId(), server.application(), server.tier(), server.source(), server.target(),
        server.checks()));
    return registered;
  }

  /** Its source serves nobody any more. */
  private static List<FieldError> moved(ServerState state) {
    return !state.withdrawn() || !state.round().gates().finalization() ? List.of()
        : List.of(new FieldError("serverId", "serverId", state.serverId(),
            "was moved in round " + state.round().number() + ": its source serves nobody any more",
            "declare what is to be moved now under another id"));
  }

  private static ServerState asked(ServerState state, String origin, Emitter out, Instant now) {
    if (state.server() == null || state.withdrawn()) {
      return state;
    }
    if (!mayLeave(state)) {
      var reason = "cannot leave while its cutover is under way";
      if (!reason.equals(state.refused())) {
        out.emit(new ServerRejected(state.serverId(), now, origin,
            List.of(new FieldError("serverId", origin, state.serverId(), reason, "roll the server back first"))));
      }
      return state.refusing(reason);
    }
    return withdraw(state, origin, out, now);
  }

  /** A server whose cutover is authorized leaves by a rollback, not by vanishing. */
  static boolean mayLeave(ServerState state) {
    var users = state.users();
    return state.isEnded() || users.rolledBackAt() != null
        || (!state.round().gates().cutover() && !users.isInOutage());
  }

  static ServerState withdraw(ServerState state, String by, Emitter out, Instant now) {
    int round = state.round().number();
    if (state.round().gates().build()) {
      out.emit(new WithdrawalRequested(state.serverId(), round, 0, now, by));
    }
    out.emit(new ServerWithdrawn(state.serverId(), round, 0, now, leftBehind(state)));
    return WaveOrders.release(state.withdrawing(), "withdrawn by " + by, out, now);
  }

  private static List<String> leftBehind(ServerState state) {
    var left = new ArrayList<String>();
    var bound = AdoptCommands.bound(state);
    if (bound != null) {
      left.add("MGN source server " + bound + " and its agent on the host");
    }
    var instance = state.instance();
    if (instance != null) {
      left.add("EC2 instance " + instance.id());
    }
    return left;
  }
}
