package dev.convoy.launch.server;

import org.jspecify.annotations.Nullable;

/** Where a server is in this service. A phase with an operation is left by the operation's outcome, others by facts. */
public enum Phase {
  /** Waits for the test gate, the agent and a healthy replication. */
  IDLE(null),
  /** Was ready for cutover in an earlier round and goes back to ready for test. */
  TEST_REVERT(LaunchOperation.RevertLifecycle.class),
  TEST_SETTINGS(LaunchOperation.ConfigureLaunch.class),
  TEST_SLOT(null),
  TEST_LAUNCH(LaunchOperation.StartTest.class),
  /** The test instance was found in the wrong network. */
  TEST_STOP(LaunchOperation.StopTarget.class),
  /** A person has decided that there is no test: what was launched is stopped. */
  TEST_ABANDON(LaunchOperation.StopTarget.class),
  /** The test instance runs; validation decides. */
  TEST_VERDICT(null),
  MARK_READY(LaunchOperation.MarkReadyForCutover.class),
  TERMINATE_SLOT(null),
  TERMINATE(LaunchOperation.TerminateTest.class),
  /** Waits for the cutover gate. */
  READY(null),
  CUTOVER_SETTINGS(LaunchOperation.ConfigureLaunch.class),
  /** In its move group, which waits for the others and for slots. */
  GATHERING(null),
  /** Slots are reserved; waits for its tier's turn. */
  RESERVED(null),
  QUIESCING(null),
  DRAINING(null),
  /** Waits for the other members to be drained. */
  DRAINED(null),
  CUTOVER_LAUNCH(LaunchOperation.StartCutover.class),
  /** Before another launch: back to ready for cutover. */
  CUTOVER_REVERT(LaunchOperation.RevertLifecycle.class),
  RELAUNCH_SETTINGS(LaunchOperation.ConfigureLaunch.class),
  /** The cutover instance was found in the wrong network. */
  CUTOVER_STOP(LaunchOperation.StopTarget.class),
  /** In the outage, without a target: a person retries, or the group goes back. */
  CUTOVER_FAILED(null),
  /** The cutover instance runs; validation decides. */
  VERIFYING(null),
  /** Verified; waits for the tiers behind. */
  VERIFIED(null),
  /** Users are served by the target; a rollback is still possible. */
  DONE(null),
  FINALIZE(LaunchOperation.FinalizeCutover.class),
  ARCHIVE(LaunchOperation.ArchiveServer.class),
  ARCHIVED(null),
  STOP_TARGET(LaunchOperation.StopTarget.class),
  /** Users were on the target; it is stopped. */
  STOP_SERVING(LaunchOperation.StopTarget.class),
  /** Users were on the target, which is stopped: the source waits for the snapshots, but not for ever. */
  SNAPSHOT(LaunchOperation.SnapshotTarget.class),
  /** The agent service resumes the source; snapshots are not complete yet, or still owed. */
  SAVING(LaunchOperation.SnapshotTarget.class),
  /** The target is stopped; the agent service resumes the source. */
  RESUMING(null),
  REVERT(LaunchOperation.RevertLifecycle.class),
  ROLLED_BACK(null),
  WITHDRAW_STOP(LaunchOperation.StopTarget.class),
  WITHDRAWN(null);

  private final @Nullable Class<? extends LaunchOperation> operation;

  Phase(@Nullable Class<? extends LaunchOperation> operation) {
    this.operation = operation;
  }

  /** Kind of the operation that is carried out in this phase; empty if none is. */
  String kind() {
    return operation == null ? "" : operation.getSimpleName();
  }
}
