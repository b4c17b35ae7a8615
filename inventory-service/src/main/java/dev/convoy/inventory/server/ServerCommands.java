package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server makes of a command: an event or a refusal, always one of them. */
final class ServerCommands {

  private ServerCommands() {}

  static ServerState handle(ServerState state, ServerCommand command, Emitter out, Instant now) {
    if (state.recent().contains(command)) {
      return state;
    }
    var refusal = refusal(state, command);
    if (refusal != null) {
      out.emit(refusal.of(command, now));
      return state.server() == null ? state : state.remembering(state.recent().with(command));
    }
    var after = switch (command) {
      case ServerCommand.RetryServer retry -> retry(state, retry.by(), out, now);
      case ServerCommand.RetestServer retest -> retest(state, retest.by(), out, now);
      case ServerCommand.AcceptTest accept -> KeptTest.accept(state, accept, out, now);
      case ServerCommand.EndTest end -> FailedTest.end(state, end, out, now);
      case ServerCommand.CreateImage image -> ImageCommands.ask(state, image, out, now);
      case ServerCommand.ReinstallAgent again -> ReinstallCommands.reinstall(state, again, out, now);
      case ServerCommand.AdoptServer adopt -> AdoptCommands.adopt(state, adopt, out, now);
      case ServerCommand.BreakGlass glass -> BreakGlassCommands.ask(state, glass, out, now);
      case ServerCommand.RollBackServer back -> WaveOrders.rollBack(state, back.reason(), back.by(), out, now);
      case ServerCommand.WaiveSnapshots waive -> OwedSnapshots.waive(state, waive, out, now);
      case ServerCommand.WithdrawServer withdraw -> Registrar.withdraw(state, withdraw.by(), out, now);
      case ServerCommand.AcceptChange accept -> accept(state, accept.by(), out, now);
      case ServerCommand.DecideServer decide -> DecisionCommands.decide(state, decide, out, now);
    };
    return after.remembering(after.recent().with(command));
  }

  private static @Nullable Refusal refusal(ServerState state, ServerCommand command) {
    if (state.server() == null) {
      return new Refusal("CVY-1301", "server " + state.serverId() + " is not known", "declare it first");
    }
    return switch (command) {
      case ServerCommand.RetryServer retry -> state.attention().parked() != null || state.users().isShutdownOwed() ? null
          : refused(state, "needs no retry: it is not parked");
      case ServerCommand.RetestServer retest -> retestRefusal(state);
      case ServerCommand.AcceptTest accept -> KeptTest.refusal(state);
      case ServerCommand.EndTest end -> FailedTest.refusal(state);
      case ServerCommand.CreateImage image -> ImageCommands.refusal(state);
      case ServerCommand.ReinstallAgent again -> ReinstallCommands.refusal(state);
      case ServerCommand.AdoptServer adopt -> AdoptCommands.refusal(state, adopt);
      case ServerCommand.BreakGlass glass -> BreakGlassCommands.refusal(state, glass);
      case ServerCommand.RollBackServer back -> rollbackRefusal(state);
      case ServerCommand.WaiveSnapshots waive -> OwedSnapshots.refusal(state);
      case ServerCommand.WithdrawServer withdraw -> state.withdrawn() ? refused(state, "has left already")
          : Registrar.mayLeave(state) ? null : refused(state, "cannot leave while its cutover is under way");
      case ServerCommand.AcceptChange accept -> acceptRefusal(state);
      case ServerCommand.DecideServer decide -> DecisionCommands.refusal(state, decide.decision());
    };
  }

  private static @Nullable Refusal retestRefusal(ServerState state) {
    var round = state.round();
    if (state.withdrawn() || round.stage() == Stage.CUTOVER_FINALIZED || round.stage() == Stage.ARCHIVED) {
      return refused(state, "has ended");
    }
    if (round.gates().cutover() && round.stage() != Stage.ROLLED_BACK) {
      return refused(state, "cannot be tested anew while its cutover is under way");
    }
    return round.gates().test() ? null : refused(state, "has not been tested yet");
  }

  private static @Nullable Refusal rollbackRefusal(ServerState state) {
    var refusal = RollbackCommands.refusal(state);
    return refusal == null ? withoutRollback(state) : refusal;
  }

  /** Before its target was launched nothing ran twice, and launch-service, which knows, lets it go back. */
  private static @Nullable Refusal withoutRollback(ServerState state) {
    var decided = state.decisions().withoutRollback();
    return decided == null || !state.round().hasReached(Stage.CUTOVER_LAUNCHED) ? null
        : new Refusal("CVY-1160", "server " + state.serverId() + " is moved without rollback, decided by " + decided.name()
            + ": " + decided.reason() + "; its target was launched",
            "complete it; or, if its source may run again, ./convoy server decide " + state.serverId()
                + " normal --reason TEXT first");
  }

  private static @Nullable Refusal acceptRefusal(ServerState state) {
    if (state.change() == null || state.server() == null) {
      return new Refusal("CVY-1151", "server " + state.serverId() + " is moved as it is declared: nothing is to be accepted",
          "declare the change first");
    }
    var why = state.users().isInOutage() ? "is in its outage"
        : state.isServedByTarget() ? "is served by its target already"
        : state.round().rollbackRequested() && state.users().rolledBackAt() == null ? "is being rolled back" : null;
    return why == null ? null : new Refusal("CVY-1152", "server " + state.serverId() + " " + why,
        "accept the change after its rollback, or leave the server as it is");
  }

  /**
   * Another binding is another registration: every service begins anew by it. What is decided of the server stands, but a
   * source server belongs to its account and region.
   */
  private static ServerState accept(ServerState state, String by, Emitter out, Instant now) {
    var declared = Objects.requireNonNull(state.change(), "change").declared();
    var reason = "its changed declaration was accepted by " + by;
    var left = Registrar.withdraw(WaveOrders.revoke(state, reason, out, now), by, out, now);
    return Registrar.register(left, declared, out, now)
        .deciding(AdoptCommands.isElsewhere(state, declared) ? state.decisions().binding(null) : state.decisions());
  }

  static Refusal refused(ServerState state, String why) {
    return new Refusal("CVY-1302", "server " + state.serverId() + " " + why,
        "look at it with GET /api/servers/" + state.serverId());
  }

  private static ServerState retry(ServerState state, String by, Emitter out, Instant now) {
    if (state.round().stage() == Stage.ROLLED_BACK) {
      return retest(state, by, out, now);
    }
    var retried = state.attending(state.attention().retried()).serving(state.users().retried());
    out.emit(new RetryRequested(state.serverId(), state.round().number(), retried.attention().retries(), now,
        state.round().stage(), by));
    return retried;
  }

  static ServerState retest(ServerState state, String by, Emitter out, Instant now) {
    var from = state.replication().isHealthy() ? Stage.REPLICATION_HEALTHY : Stage.REPLICATION_STARTED;
    var next = state.in(state.round().next(from, now)).serving(Users.ofSource(now)).launched(null)
        .attending(state.attention().parked(null));
    out.emit(new RetestRequested(state.serverId(), next.round().number(), 0, now, by));
    return next;
  }
}
