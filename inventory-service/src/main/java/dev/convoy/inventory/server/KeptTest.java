package dev.convoy.inventory.server;

import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.launch.TestKept;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A test instance that is kept after its test has passed, as launch-service has said.
 *
 * @param endsBy when it is terminated unless it is before
 * @param acceptedBy who needs it no longer; null = nobody has said so
 */
record KeptTest(String instanceId, String privateIp, Instant endsBy, @Nullable String acceptedBy) {

  /** What was accepted stays so when it is said again. */
  static ServerState merge(ServerState state, TestKept event) {
    return state.round().kept() != null ? state : state.in(state.round().keeping(
        new KeptTest(event.getInstanceId(), event.getPrivateIp(), event.getEndsBy(), null)));
  }

  static @Nullable Refusal refusal(ServerState state) {
    var kept = of(state);
    if (kept == null) {
      return new Refusal("CVY-1191", "no test instance of server " + state.serverId() + " is kept",
          "nothing to do; plan its wave with testKeepDays before the test is authorized, if it is to be kept");
    }
    return kept.acceptedBy() == null ? null : new Refusal("CVY-1191",
        "the test of server " + state.serverId() + " was accepted by " + kept.acceptedBy() + " already", "nothing to do");
  }

  static ServerState accept(ServerState state, ServerCommand.AcceptTest command, Emitter out, Instant now) {
    return accept(state, command.by(), command.reason(), out, now);
  }

  /** Asked for its wave: whoever has accepted it before stays the one who has. */
  static ServerState accept(ServerState state, WaveAnswer.AcceptTest answer, Emitter out, Instant now) {
    return answer.round() == state.round().number() && isAwaited(state)
        ? accept(state, answer.by(), answer.reason(), out, now) : state;
  }

  private static ServerState accept(ServerState state, String by, String reason, Emitter out, Instant now) {
    var kept = of(state);
    if (kept == null) {
      return state;
    }
    out.emit(new TestAccepted(state.serverId(), state.round().number(), 0, now, by, reason));
    return state.in(state.round().keeping(new KeptTest(kept.instanceId(), kept.privateIp(), kept.endsBy(), by)));
  }

  /** Kept, and a person is waited for until its time is over. */
  static boolean isAwaited(ServerState state) {
    var kept = of(state);
    return kept != null && kept.acceptedBy() == null;
  }

  /** The instance that is kept now; null = none. */
  static @Nullable KeptTest of(ServerState state) {
    return !state.withdrawn() && state.round().keepsTest() ? state.round().kept() : null;
  }

  /** For a person who looks where the server stands. */
  String text(String serverId) {
    return acceptedBy == null
        ? "its test instance " + instanceId + " (" + privateIp + ") is kept until " + endsBy
            + " or until its cutover is authorized, accept it with ./convoy server accept-test " + serverId
        : "its test instance " + instanceId + " is being terminated, accepted by " + acceptedBy;
  }
}
