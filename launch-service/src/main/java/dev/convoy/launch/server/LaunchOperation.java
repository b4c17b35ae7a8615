package dev.convoy.launch.server;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this service wants done in AWS. All are limited by account and region. */
public sealed interface LaunchOperation extends Operation {

  AccountKey account();

  String sourceServerId();

  /** Writes launch configuration and launch template, and reads both back. */
  record ConfigureLaunch(OperationHeader header, AccountKey account, String sourceServerId, Placement placement)
      implements LaunchOperation {}

  /** Launches one instance by an MGN job. */
  sealed interface Launch extends LaunchOperation {

    /** The template that was read back; nothing is launched if it is the default no longer. */
    LaunchTemplate template();

    Placement placement();

    /** Jobs of earlier attempts, which are no evidence of this one. */
    List<String> previousJobs();
  }

  record StartTest(
      OperationHeader header, AccountKey account, String sourceServerId, LaunchTemplate template, Placement placement,
      List<String> previousJobs) implements Launch {}

  record StartCutover(
      OperationHeader header, AccountKey account, String sourceServerId, LaunchTemplate template, Placement placement,
      List<String> previousJobs) implements Launch {}

  /** Lifecycle to READY_FOR_CUTOVER after the test. */
  record MarkReadyForCutover(OperationHeader header, AccountKey account, String sourceServerId)
      implements LaunchOperation {}

  record TerminateTest(
      OperationHeader header, AccountKey account, String sourceServerId, String instanceId, List<String> previousJobs)
      implements LaunchOperation {}

  record FinalizeCutover(OperationHeader header, AccountKey account, String sourceServerId)
      implements LaunchOperation {}

  record ArchiveServer(OperationHeader header, AccountKey account, String sourceServerId) implements LaunchOperation {}

  /**
   * Stops what was launched, also what a job still under way is launching.
   *
   * @param instanceId null when no instance is known
   * @param launchUnderWay true when a launch was wanted whose end was not seen: that it left no job is believed late
   * @param previousJobs jobs whose instance is known, or that launched none
   */
  record StopTarget(
      OperationHeader header, AccountKey account, String sourceServerId, @Nullable String instanceId,
      boolean launchUnderWay, List<String> previousJobs) implements LaunchOperation {}

  /** Snapshots all volumes of a stopped target that users were on. */
  record SnapshotTarget(OperationHeader header, AccountKey account, String sourceServerId, String instanceId)
      implements LaunchOperation {}

  /** Makes a machine image of a validated instance, which runs on meanwhile. */
  record CreateImage(OperationHeader header, AccountKey account, String sourceServerId, String instanceId, String name)
      implements LaunchOperation {}

  record RevertLifecycle(OperationHeader header, AccountKey account, String sourceServerId, RevertTo to)
      implements LaunchOperation {}

  /** Reads what the names of a server say, before anything is done to them. */
  record ReadNames(OperationHeader header, AccountKey account, String sourceServerId, List<FormerName> names)
      implements LaunchOperation {}

  /** Leads names elsewhere, or has them kept for another time. */
  record ChangeNames(OperationHeader header, AccountKey account, String sourceServerId, List<NameChange> changes)
      implements LaunchOperation {}

  /** States that MGN lets a server go back to. */
  enum RevertTo {
    READY_FOR_TEST,
    READY_FOR_CUTOVER
  }
}
