package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand.CreateImage;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of a person's wish for a machine image. It changes nothing about where the server stands; launch-service
 * answers by ImageCreated or ImageFailed.
 */
final class ImageCommands {

  /** Its cutover was verified, and it was not taken back. */
  private static final Set<Stage> ON_TARGET = EnumSet.of(
      Stage.CUTOVER_VERIFIED, Stage.DNS_SWITCHED, Stage.CUTOVER_DONE, Stage.CUTOVER_FINALIZED, Stage.ARCHIVED);

  private ImageCommands() {}

  /** Null where there is an instance that was validated. */
  static @Nullable Refusal refusal(ServerState state) {
    if (state.withdrawn()) {
      return refused(state, "has left: Convoy knows no instance of it", "make the image in EC2, or declare the server again to move it");
    }
    if (isGoingBack(state)) {
      return refused(state, "was rolled back, or is about to be: its target is not handed on",
          "./convoy server retest " + state.serverId() + " begins a new round; ask while its test instance is kept, or after its cutover");
    }
    return isKept(state) || ON_TARGET.contains(state.round().stage()) ? null
        : refused(state, "has no instance that was validated",
            "ask while the instance of its passed test is kept (./convoy wave plan ID --test-keep-days N before the test is authorized),"
                + " or once its cutover is verified");
  }

  private static boolean isGoingBack(ServerState state) {
    return state.round().rollbackRequested() || state.round().stage() == Stage.ROLLED_BACK
        || state.users().rollbackStartedAt() != null;
  }

  /** One that was accepted is about to be terminated. */
  private static boolean isKept(ServerState state) {
    return KeptTest.isAwaited(state) && state.round().testCounts();
  }

  private static Refusal refused(ServerState state, String why, String remedy) {
    return new Refusal("CVY-1192", "server " + state.serverId() + " " + why, remedy);
  }

  static ServerState ask(ServerState state, CreateImage command, Emitter out, Instant now) {
    var asked = state.attending(state.attention().asked());
    out.emit(new ImageRequested(state.serverId(), state.round().number(), asked.attention().retries(), now,
        command.name(), command.by(), command.reason()));
    return asked;
  }
}
