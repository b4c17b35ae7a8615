package dev.convoy.launch.server;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker saw of an operation. */
public sealed interface LaunchOutcome extends Outcome {

  record LaunchConfigured(OutcomeHeader header, LaunchTemplate template) implements LaunchOutcome {}

  /**
   * The job has ended, the instance has booted and runs where it should.
   *
   * @param failedActions post-launch actions that had failed by then and may, each with its reason
   */
  record InstanceLaunched(
      OutcomeHeader header, String jobId, String instanceId, String privateIp, String subnetId,
      List<String> securityGroupIds, List<String> failedActions) implements LaunchOutcome {

    /** The same with these. */
    public InstanceLaunched failedActions(List<String> failed) {
      return new InstanceLaunched(header, jobId, instanceId, privateIp, subnetId, securityGroupIds, failed);
    }
  }

  /** The job has ended; the instance runs in another subnet or with other security groups than wanted. */
  record InstanceMisplaced(OutcomeHeader header, String jobId, String instanceId, Failure failure)
      implements LaunchOutcome {}

  /**
   * Done, and seen to be done.
   *
   * @param jobId job that did it; null = none was needed
   */
  record StepDone(OutcomeHeader header, @Nullable String jobId) implements LaunchOutcome {}

  /**
   * AWS has taken snapshots of all volumes as they were at that moment.
   *
   * @param complete false while AWS still copies them
   */
  record SnapshotsTaken(OutcomeHeader header, List<String> snapshotIds, boolean complete) implements LaunchOutcome {}

  /**
   * EC2 has begun an image.
   *
   * @param snapshotIds in the order of its block devices; those that are known
   * @param encrypted true if all its snapshots are
   * @param available false while EC2 still copies them
   */
  record ImageSeen(
      OutcomeHeader header, String imageId, String name, List<String> snapshotIds, boolean encrypted, boolean available)
      implements LaunchOutcome {}

  /** The target was terminated by somebody: nothing is left to snapshot. */
  record TargetLost(OutcomeHeader header, Failure failure) implements LaunchOutcome {}

  /** What names say, all of them fit to be led elsewhere. */
  record NamesRead(OutcomeHeader header, List<FormerName> names) implements LaunchOutcome {}

  /**
   * The attempt has ended without success.
   *
   * @param jobId job of the attempt; null = there was none
   * @param instanceId instance that the job left behind; null = none
   */
  record StepFailed(
      OutcomeHeader header, Failure failure, @Nullable String jobId, @Nullable String instanceId)
      implements LaunchOutcome {

    public StepFailed(OutcomeHeader header, Failure failure) {
      this(header, failure, null, null);
    }
  }
}
