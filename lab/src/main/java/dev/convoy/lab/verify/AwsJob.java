package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job as DescribeJobs shows it.
 *
 * @param participants source servers that take part
 * @param ended when it was completed; empty while it is active
 * @param actions post-launch actions on what it has launched
 * @param launched instance that it has launched of a source server, also where it failed later
 */
public record AwsJob(
    String account, String region, String jobId, Set<String> participants, Instant created, Optional<Instant> ended,
    List<Action> actions, Map<String, String> launched) {

  /**
   * A post-launch action as MGN tells of it.
   *
   * @param status {@code SUCCESS}
   */
  public record Action(String instanceId, String name, String status) {}

  /** One that has launched nothing, or of which that is not asked. */
  public AwsJob(
      String account, String region, String jobId, Set<String> participants, Instant created, Optional<Instant> ended) {
    this(account, region, jobId, participants, created, ended, List.of(), Map.of());
  }

  int servers() {
    return participants.size();
  }

  boolean activeAt(Instant moment) {
    return !created.isAfter(moment) && ended.filter(end -> !end.isAfter(moment)).isEmpty();
  }
}
