package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.List;

/**
 * All that a verdict rests on.
 *
 * @param events of all event topics
 * @param awsCalls the AWS ledger, and after it that of the DNS server behind the hook
 * @param hostWork the host ledger
 * @param jobs as AWS shows them
 * @param images as AWS shows them
 * @param instances as AWS shows them
 * @param readAt when it was gathered: what is due later is not missing yet
 * @param finished true when nothing more will come, so that whatever has not ended is lost
 */
public record Evidence(
    List<EventLine> events, List<AwsCall> awsCalls, List<HostWork> hostWork, List<AwsJob> jobs, List<AwsImage> images,
    List<AwsInstance> instances, Instant readAt, boolean finished) {

  /** Without images and instances. */
  public Evidence(
      List<EventLine> events, List<AwsCall> awsCalls, List<HostWork> hostWork, List<AwsJob> jobs, Instant readAt, boolean finished) {
    this(events, awsCalls, hostWork, jobs, List.of(), List.of(), readAt, finished);
  }
}
