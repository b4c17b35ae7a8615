package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** AWS's limit: 200 servers in all active jobs of an account and region, and 20 jobs (aws-api.md, section 3). */
final class JobLimitCheck {
  private static final int MOST_SERVERS = 200;
  private static final int MOST_JOBS = 20;

  private JobLimitCheck() {}

  static List<Finding> find(List<AwsJob> jobs) {
    Map<String, List<AwsJob>> byPlace = jobs.stream()
        .collect(Collectors.groupingBy(job -> job.account() + "/" + job.region(), TreeMap::new, Collectors.toList()));
    List<Finding> found = new ArrayList<>();
    byPlace.forEach((place, own) -> own.stream().sorted(Comparator.comparing(AwsJob::created))
        .map(job -> overLimit(place, own, job.created())).filter(each -> !each.isEmpty()).findFirst()
        .ifPresent(found::addAll));
    return found;
  }

  private static List<Finding> overLimit(String place, List<AwsJob> jobs, Instant moment) {
    List<AwsJob> active = jobs.stream().filter(job -> !job.created().isAfter(moment))
        .filter(job -> job.ended().filter(end -> !end.isAfter(moment)).isEmpty()).toList();
    int servers = active.stream().mapToInt(AwsJob::servers).sum();
    if (servers <= MOST_SERVERS && active.size() <= MOST_JOBS) {
      return List.of();
    }
    return List.of(new Finding(Kind.FORBIDDEN, place, servers + " servers in " + active.size() + " active jobs",
        "at most " + MOST_SERVERS + " servers and " + MOST_JOBS + " jobs at " + moment,
        active.stream().map(job -> job.jobId() + " with " + job.servers()).toList()));
  }
}
