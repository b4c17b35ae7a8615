package dev.convoy.replication.server;

import dev.convoy.events.common.TargetSettings;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What this service wants done in MGN. All of it is limited by account and region. */
public sealed interface ReplicationOperation extends Operation {

  AccountKey account();

  /** MGN initialized in the account, exactly one replication template in place. */
  record PrepareAccount(OperationHeader header, AccountKey account, StagingSettings settings)
      implements ReplicationOperation {}

  /** The settings of one source server written and read back. */
  record ConfigureReplication(
      OperationHeader header, AccountKey account, String sourceServerId, StagingSettings settings)
      implements ReplicationOperation {}

  /** Replication started from {@code STOPPED}. */
  record StartReplication(OperationHeader header, AccountKey account, String sourceServerId)
      implements ReplicationOperation {}

  /** A stalled replication given one push. */
  record RetryReplication(OperationHeader header, AccountKey account, String sourceServerId)
      implements ReplicationOperation {}

  /**
   * Replication watched until the server is done.
   *
   * @param quiescedAt when the writes on the source stopped; null = they go on
   */
  record FollowReplication(
      OperationHeader header, AccountKey account, String sourceServerId, @Nullable Instant quiescedAt)
      implements ReplicationOperation {}

  /**
   * What a launch of the server would meet looked at again and again, as long as the source writes.
   *
   * @param application its move group; null = a group of its own
   * @param hadTarget it was in a cutover, whose instance may hold its planned address
   * @param told what was found last was faults
   */
  record CheckLaunch(
      OperationHeader header, AccountKey account, String sourceServerId, @Nullable String application, boolean windows,
      boolean hadTarget, boolean told, TargetSettings target) implements ReplicationOperation {}
}
