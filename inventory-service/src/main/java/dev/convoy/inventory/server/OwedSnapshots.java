package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of a stopped target that users were on and that AWS did not take. The way back waits for them after the source
 * is resumed, until they are taken or a person does without them.
 */
final class OwedSnapshots {

  private static final String STEP = "LaunchStepFailed:SnapshotTarget";
  /** Nothing is left of which any could be taken: launch-service waits for none. */
  private static final String TARGET_LOST = "CVY-4153";

  /** A person does without them. */
  public record Waiver(String by, String reason) {}

  private OwedSnapshots() {}

  /** AWS refused for good in this round, and the rollback has not ended. */
  static boolean are(ServerState state) {
    var parked = state.attention().parked();
    return !state.withdrawn() && state.round().failures().containsKey(STEP) && state.users().rolledBackAt() == null
        && state.round().stage() != Stage.ROLLED_BACK && (parked == null || !parked.parking().getCode().equals(TARGET_LOST));
  }

  /** Null where they are owed, also if they were waived before: whoever was to hear of it may have been of an older build. */
  static @Nullable Refusal refusal(ServerState state) {
    return are(state) ? null : new Refusal("CVY-1193", "server " + state.serverId() + " owes no snapshots of its target",
        "nothing to do; look at it with ./convoy server show " + state.serverId());
  }

  static ServerState waive(ServerState state, ServerCommand.WaiveSnapshots command, Emitter out, Instant now) {
    var parked = state.attention().parked();
    var waived = state.in(state.round().waivingSnapshots(new Waiver(command.by(), command.reason())))
        .attending(parked != null && parked.parking().getService().equals("launch") ? state.attention().retried() : state.attention().asked());
    out.emit(new SnapshotsWaived(state.serverId(), state.round().number(), waived.attention().retries(), now,
        command.by(), command.reason()));
    return waived;
  }

  /** For a person who looks where the server stands; null where none are owed. */
  static @Nullable String text(ServerState state) {
    if (!are(state)) {
      return null;
    }
    var waiver = state.round().snapshotsWaived();
    return waiver != null ? "the snapshots of its stopped target were waived by " + waiver.by() + ": " + waiver.reason()
        : "the snapshots of its stopped target are owed: ./convoy server retry " + state.serverId() + ", or without them ./convoy server waive-snapshots "
            + state.serverId() + " --reason TEXT";
  }
}
