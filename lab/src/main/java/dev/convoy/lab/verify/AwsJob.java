package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A job as DescribeJobs shows it.
 *
 * @param participants source servers that take part
 * @param ended when it was completed; empty while it is active
 */
public record AwsJob(
    String account, String region, String jobId, Set<String> participants, Instant created, Optional<Instant> ended) {

  int servers() {
    return participants.size();
  }

  boolean activeAt(Instant moment) {
    return !created.isAfter(moment) && ended.filter(end -> !end.isAfter(moment)).isEmpty();
  }
}
