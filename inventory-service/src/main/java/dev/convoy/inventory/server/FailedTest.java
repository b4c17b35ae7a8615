package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The instance of a test that has failed: it stays for people to look at, and costs, until somebody has it ended. */
final class FailedTest {

  private static final String FAILED = "TestFailed";

  private FailedTest() {}

  /** It failed for good in this round, and its instance was not seen to be gone. */
  static boolean stands(ServerState state) {
    var round = state.round();
    return !state.withdrawn() && round.stage() == Stage.TEST_LAUNCHED && round.failures().containsKey(FAILED)
        && !round.testPassed() && !round.testEnded() && !round.rollbackRequested() && state.instance() != null;
  }

  /** Null where one stands, also if it was asked for before: whoever was to hear of it may have been of an older build. */
  static @Nullable Refusal refusal(ServerState state) {
    return stands(state) ? null : new Refusal("CVY-1194", "server " + state.serverId() + " has no instance of a failed test",
        "nothing to do; one that is kept after its test has passed is ended by ./convoy server accept-test " + state.serverId());
  }

  static ServerState end(ServerState state, ServerCommand.EndTest command, Emitter out, Instant now) {
    var asked = state.attending(state.attention().asked());
    out.emit(new TestEndRequested(state.serverId(), state.round().number(), asked.attention().retries(), now,
        command.by(), command.reason()));
    return asked;
  }

  /** For a person who looks where the server stands; empty where none does. */
  static String text(ServerState state) {
    var instance = state.instance();
    return instance == null || !stands(state) ? ""
        : "; its test instance " + instance.id() + " (" + instance.privateIp() + ") still runs and costs: ./convoy server end-test "
            + state.serverId() + " terminates it, a retest replaces it";
  }
}
