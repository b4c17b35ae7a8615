package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What replication of one server shows at a moment.
 *
 * @param state a DataReplicationState
 * @param lag null = not launchable; zero = nothing behind
 * @param eta end of the first copy, null outside of it
 * @param copied share of the disks that is copied, 0 to 1
 * @param backlogBytes written on the source and not yet copied
 * @param initiated steps of the initiation that have succeeded, 0 to 11
 * @param firstByteAt null before the first byte
 * @param lastSnapshotAt null before the first snapshot
 * @param error a DataReplicationErrorString while it stalls, else null
 */
public record ReplicationStatus(
    String state,
    @Nullable Duration lag,
    @Nullable Instant eta,
    double copied,
    long backlogBytes,
    int initiated,
    @Nullable Instant firstByteAt,
    @Nullable Instant lastSnapshotAt,
    @Nullable String error) {

  /** Has a snapshot to launch from: AWS says so by a lag that is not null. */
  public boolean launchable() {
    return lag != null;
  }
}
