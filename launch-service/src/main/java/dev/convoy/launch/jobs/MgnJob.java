package dev.convoy.launch.jobs;

import java.time.Instant;
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
   */
  public record Participant(String launchStatus, @Nullable String instanceId) {}

  boolean isOurs() {
    return batch != null;
  }
}
