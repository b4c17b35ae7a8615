package dev.convoy.launch.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as MGN shows it. It ends COMPLETED even if servers failed: what became of a server is said per participant.
 *
 * @param initiatedBy MGN's name: START_TEST, START_CUTOVER, TERMINATE, DIAGNOSTIC
 * @param active pending or started
 * @param endedAt null while active
 * @param batch our tag {@code convoy:batch}; null for a job that is not ours
 * @param participants by source server
 */
public record MgnJob(
    String id,
    String initiatedBy,
    boolean active,
    @Nullable Instant endedAt,
    @Nullable String batch,
    Map<String, Participant> participants) {

  /**
   * A server in a job.
   *
   * @param launchStatus PENDING, IN_PROGRESS, LAUNCHED, FAILED, TERMINATED
   * @param instanceId null until it is launched
   * @param actions its post-launch actions as far as MGN tells of them
   */
  public record Participant(String launchStatus, @Nullable String instanceId, List<ActionRun> actions) {

    /** One without post-launch actions. */
    public Participant(String launchStatus, @Nullable String instanceId) {
      this(launchStatus, instanceId, List.of());
    }
  }

  /**
   * A run of a post-launch action.
   *
   * @param status IN_PROGRESS, SUCCESS, FAILED
   * @param executionId of SSM's command or automation; empty if it has none
   * @param reason why it failed; empty if it did not, or MGN does not say
   */
  public record ActionRun(String name, String document, String status, String executionId, String reason) {

    boolean hasFailed() {
      return status.equals("FAILED");
    }

    boolean isRunning() {
      return !hasFailed() && !status.equals("SUCCESS");
    }

    /** What is to be known of its failure, and where more of it stands. */
    String told() {
      return name + " (" + document + (executionId.isEmpty() ? "" : ", SSM execution " + executionId) + ")"
          + (reason.isEmpty() ? "" : ": " + reason);
    }
  }

  boolean isOurs() {
    return batch != null;
  }
}
