package dev.convoy.launch.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What the jobs of an account say about one operation on one server. */
public sealed interface JobEvidence {

  /** How much earlier than the oldest operation jobs are looked for: clocks differ, jobs of others may still run. */
  Duration LOOK_BACK = Duration.ofHours(6);

  /** What changes a server. Of others' jobs a termination or a diagnosis (AWS Support) is waited out, no more. */
  Set<String> LAUNCHES = Set.of(JobKind.START_TEST.name(), JobKind.START_CUTOVER.name());

  /** No trace. */
  record Nothing() implements JobEvidence {}

  /** A job holds the server: ours, or another that has to be waited out. */
  record Running() implements JobEvidence {}

  /** Our job has ended. */
  record Ended(MgnJob job, MgnJob.Participant participant) implements JobEvidence {}

  /** A launch that is not ours ended after the operation was wanted: the server is not as it was any more. */
  record Foreign(MgnJob job) implements JobEvidence {}

  /**
   * Looks for the operation's job: our tag, the right initiator, the server among its participants, and not a job of an
   * attempt before.
   */
  static JobEvidence of(
      List<MgnJob> jobs, JobKind kind, String sourceServerId, Collection<String> previousJobs, Instant requestedAt) {
    var ofServer = jobs.stream()
        .filter(job -> job.participants().containsKey(sourceServerId) && !previousJobs.contains(job.id())).toList();
    if (ofServer.stream().anyMatch(MgnJob::active)) {
      return new Running();
    }
    for (var job : ofServer) {
      var participant = job.participants().get(sourceServerId);
      if (job.isOurs() && job.initiatedBy().equals(kind.name()) && participant != null) {
        return new Ended(job, participant);
      }
    }
    return ofServer.stream()
        .filter(job -> !job.isOurs() && LAUNCHES.contains(job.initiatedBy()) && job.endedAt() != null && !job.endedAt().isBefore(requestedAt)).findFirst()
        .<JobEvidence>map(Foreign::new).orElse(new Nothing());
  }
}
