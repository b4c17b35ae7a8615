package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * AWS's limits: 200 servers in all active jobs of an account and region, 20 jobs, and one job for a server (aws-api.md,
 * section 3). When a job began and whom it holds is the ledger's word; DescribeJobs says when it ended.
 */
final class JobLimits {
  private static final int MOST_SERVERS = 200;
  private static final int MOST_JOBS = 20;

  private JobLimits() {}

  static Stream<Finding> check(Evidence evidence) {
    return jobs(evidence).collect(Collectors.groupingBy(job -> job.account() + "/" + job.region(), TreeMap::new,
        Collectors.toList())).entrySet().stream().flatMap(place -> check(place.getKey(), place.getValue()));
  }

  /** Jobs of the ledger with the end that AWS shows, and those of others. */
  private static Stream<AwsJob> jobs(Evidence evidence) {
    Map<String, AwsJob> shown = evidence.jobs().stream()
        .collect(Collectors.toMap(AwsJob::jobId, each -> each, (one, other) -> one));
    List<AwsJob> begun = evidence.awsCalls().stream().filter(AwsCall::accepted).filter(call -> call.jobId().isPresent())
        .map(call -> begun(call, Optional.ofNullable(shown.get(call.jobId().orElse(""))))).toList();
    Set<String> known = begun.stream().map(AwsJob::jobId).collect(Collectors.toSet());
    return Stream.concat(begun.stream(), evidence.jobs().stream().filter(job -> !known.contains(job.jobId())));
  }

  private static AwsJob begun(AwsCall call, Optional<AwsJob> shown) {
    return new AwsJob(call.account(), call.region(), call.jobId().orElse(""), Set.copyOf(call.sourceServers()),
        call.wall(), shown.flatMap(AwsJob::ended));
  }

  private static Stream<Finding> check(String place, List<AwsJob> jobs) {
    List<AwsJob> inOrder = jobs.stream().sorted(Comparator.comparing(AwsJob::created)).toList();
    return Stream.concat(inOrder.stream().flatMap(job -> tooMany(place, inOrder, job.created()).stream()).limit(1),
        inOrder.stream().flatMap(job -> twice(place, inOrder, job).stream()));
  }

  private static Optional<Finding> tooMany(String place, List<AwsJob> jobs, Instant moment) {
    List<AwsJob> active = jobs.stream().filter(job -> job.activeAt(moment)).toList();
    int servers = active.stream().mapToInt(AwsJob::servers).sum();
    return servers <= MOST_SERVERS && active.size() <= MOST_JOBS ? Optional.empty()
        : Optional.of(finding(place, servers + " servers in " + active.size() + " active jobs", active.getLast(),
            "at most " + MOST_SERVERS + " servers and " + MOST_JOBS + " jobs may be active, at " + moment, active));
  }

  private static Optional<Finding> twice(String place, List<AwsJob> jobs, AwsJob job) {
    List<AwsJob> others = jobs.stream().filter(other -> other != job && other.activeAt(job.created())
        && other.created().isBefore(job.created()) && !shared(other, job).isEmpty()).toList();
    return others.isEmpty() ? Optional.empty()
        : Optional.of(finding(place, shared(others.getFirst(), job) + " in two active jobs", job,
            "a server may be in one active job", Stream.concat(others.stream(), Stream.of(job)).toList()));
  }

  private static Set<String> shared(AwsJob one, AwsJob other) {
    Set<String> shared = new HashSet<>(one.participants());
    shared.retainAll(other.participants());
    return shared;
  }

  private static Finding finding(String place, String operation, AwsJob job, String what, List<AwsJob> involved) {
    return new Finding(Kind.FORBIDDEN, "limits", place, operation, job.jobId(), what,
        involved.stream().map(Trace::of).toList());
  }
}
