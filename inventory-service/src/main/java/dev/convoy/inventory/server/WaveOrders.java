package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.inventory.declaration.AcceptedServer;
import dev.convoy.inventory.wave.MoveGroup;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Carries out what the wave says: the gates become events here, checked once more against the server itself. */
final class WaveOrders {

  private WaveOrders() {}

  static ServerState handle(ServerState state, WaveAnswer answer, Emitter out, Instant now) {
    var server = state.server();
    if (server == null || !server.isMoved() || state.isEnded() || !answer.waveId().equals(server.waveId())) {
      return state;
    }
    return switch (answer) {
      case WaveAnswer.OpenGate open -> open.round() == state.round().number()
          && !state.round().gates().isOpen(open.gate()) ? open(state, server, open, out, now) : state;
      case WaveAnswer.AcceptTest accept -> KeptTest.accept(state, accept, out, now);
      case WaveAnswer.Hold hold -> hold(state, hold.reason(), out, now);
      case WaveAnswer.Release release -> release(state, release.reason(), out, now);
      case WaveAnswer.Revoke revoke -> revoke.round() == state.round().number()
          ? revoke(state, revoke.reason(), out, now) : state;
      case WaveAnswer.RollBack back -> back.round() == state.round().number()
          ? rollBack(state, back.reason(), back.by(), out, now) : state;
      case WaveAnswer.Park park -> state.attention().parked() != null ? state
          : Parkings.own(state, park.code(), park.evidence(), park.remedy(), next(state), out, now);
    };
  }

  private static ServerState open(
      ServerState state, AcceptedServer server, WaveAnswer.OpenGate open, Emitter out, Instant now) {
    return switch (open.gate()) {
      case BUILD -> build(state, server, open.waveId(), out, now);
      case TEST -> test(state, open, out, now);
      case CUTOVER -> cutover(state, server, open.waveId(), open.moveGroup(), out, now);
      case FINALIZE -> finalization(state, open.waveId(), out, now);
      case UNKNOWN -> state;
    };
  }

  private static ServerState build(ServerState state, AcceptedServer server, String waveId, Emitter out, Instant now) {
    out.emit(new BuildAuthorized(state.serverId(), state.round().number(), 0, now, waveId, server.application(),
        server.tier(), server.source(), server.target(), server.checks(), state.decisions().sourceServerId()));
    return opened(state, Gate.BUILD, Stage.BUILD_AUTHORIZED, null, now);
  }

  /** Where a person has decided so, the gate is passed without a test. */
  private static ServerState test(ServerState state, WaveAnswer.OpenGate gate, Emitter out, Instant now) {
    var waiver = state.decisions().withoutTest();
    if (waiver == null) {
      out.emit(new TestAuthorized(state.serverId(), state.round().number(), 0, now, gate.waveId(), gate.keepSeconds()));
      return opened(state, Gate.TEST, Stage.TEST_AUTHORIZED, null, now);
    }
    out.emit(new TestWaived(state.serverId(), state.round().number(), 0, now, gate.waveId(), waiver.name(), waiver.reason(),
        waiver.at()));
    return opened(state.in(state.round().waiving()), Gate.TEST, Stage.TEST_WAIVED, null, now);
  }

  /** Safety rule 2: no cutover without a passed, or by name waived, test of the same round. */
  private static ServerState cutover(
      ServerState state, AcceptedServer server, String waveId, @Nullable MoveGroup group, Emitter out, Instant now) {
    if (group == null) {
      return state;
    }
    if (!state.round().isTested()) {
      return Parkings.untested(state, "its cutover was due, but its test does not count any more", out, now);
    }
    out.emit(new CutoverAuthorized(state.serverId(), state.round().number(), state.round().revocations(), now, waveId,
        group.id(), group.size(), group.policy(), server.tier(), group.windowEnd(), group.backOutBy(),
        state.decisions().withoutRollback() != null));
    return opened(state, Gate.CUTOVER, Stage.CUTOVER_AUTHORIZED, group, now);
  }

  /** Safety rule 5: no finalize before CutoverDone. */
  private static ServerState finalization(ServerState state, String waveId, Emitter out, Instant now) {
    if (state.round().stage() != Stage.CUTOVER_DONE || state.round().rollbackRequested()) {
      return state;
    }
    out.emit(new FinalizeAuthorized(state.serverId(), state.round().number(), 0, now, waveId));
    return opened(state, Gate.FINALIZE, Stage.CUTOVER_DONE, null, now);
  }

  private static ServerState opened(
      ServerState state, Gate gate, Stage stage, @Nullable MoveGroup group, Instant now) {
    var round = state.round();
    return state.in(round.opening(round.gates().open(gate), group).reaching(stage, now));
  }

  /** Whoever is in an outage is let finish. */
  private static ServerState hold(ServerState state, String reason, Emitter out, Instant now) {
    if (state.attention().hold() != null || state.users().isInOutage()) {
      return state;
    }
    var held = state.attending(state.attention().held(reason));
    out.emit(new ServerHeld(state.serverId(), state.round().number(), held.attention().holds(), now, reason));
    return held;
  }

  static ServerState release(ServerState state, String reason, Emitter out, Instant now) {
    if (state.attention().hold() == null) {
      return state;
    }
    if (!Change.holds(state)) {
      out.emit(new ServerResumed(
          state.serverId(), state.round().number(), state.attention().holds(), now, reason));
    }
    return state.attending(state.attention().released());
  }

  /** What has gone as far as an outage by now is let finish, or the launch service takes it back as a whole. */
  static ServerState revoke(ServerState state, String reason, Emitter out, Instant now) {
    var round = state.round();
    if (!round.gates().cutover() || round.rollbackRequested() || round.hasReached(Stage.SOURCE_QUIESCED)
        || state.users().isInOutage()) {
      return state;
    }
    out.emit(new CutoverRevoked(state.serverId(), round.number(), round.revocations(), now, reason));
    return state.in(round.revoked());
  }

  /** Safety rule 5: what is let into its finalization has no way back. */
  static ServerState rollBack(ServerState state, String reason, String by, Emitter out, Instant now) {
    var gates = state.round().gates();
    if (state.round().rollbackRequested() || !gates.cutover() || gates.finalization()) {
      return state;
    }
    out.emit(new RollbackRequested(state.serverId(), state.round().number(), 0, now, reason, by));
    return state.in(state.round().rollingBack());
  }

  /** The stage after the one reached: reaching it shows that the server is not stuck. */
  private static Stage next(ServerState state) {
    return Stage.values()[Math.min(state.round().stage().ordinal() + 1, Stage.ARCHIVED.ordinal())];
  }
}
