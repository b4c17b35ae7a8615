package dev.convoy.replication.server;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.util.List;

/** What became of an operation of this service. */
public sealed interface ReplicationOutcome extends Outcome {

  /**
   * The account can be used.
   *
   * @param maxReplicatingServers quota of actively replicating servers
   * @param drift where the account's template differs from the environment; the servers get their own settings anyway
   */
  record AccountReady(OutcomeHeader header, int maxReplicatingServers, List<String> drift)
      implements ReplicationOutcome {}

  /** The settings stand as wanted, read back. */
  record SettingsInPlace(OutcomeHeader header) implements ReplicationOutcome {}

  /** Replication is not stopped any more. */
  record ReplicationRunning(OutcomeHeader header) implements ReplicationOutcome {}

  /** MGN was asked to retry, or found it unnecessary or impossible. */
  record ReplicationRetried(OutcomeHeader header, String answer) implements ReplicationOutcome {}

  /** The replication looks different from before. */
  record ReplicationSighted(OutcomeHeader header, Sighting sighting) implements ReplicationOutcome {}

  /** Everything on which a launch of the server would fail; empty = nothing. */
  record LaunchForeseen(OutcomeHeader header, List<Failure> faults) implements ReplicationOutcome {}

  record OperationFailed(OutcomeHeader header, Failure failure) implements ReplicationOutcome {}
}
