package dev.convoy.replication.server;

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
}
