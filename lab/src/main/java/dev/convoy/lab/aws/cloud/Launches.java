package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts jobs, once it is certain that they may start. */
public final class Launches {

  private final Region region;

  public Launches(Region region) {
    this.region = region;
  }

  /**
   * Starts a job and moves the lifecycles of its servers, at once as MGN does. To be called under the region's lock.
   *
   * @param planned how a server is to fail; null for not at all
   */
  public Job start(Job.Initiator initiator, List<SourceServer> servers,
      Function<SourceServer, Job.@Nullable Failure> planned, Map<String, String> tags, Instant now) {
    var participants = servers.stream().map(s -> Job.Participant.of(s.id(), planned.apply(s))).toList();
    var job = Job.create(region.nextSequence(), region.ids().next("mgnjob-"), initiator, now, participants, tags,
        steps(initiator, servers, now));
    region.add(job);
    servers.forEach(s -> s.move(switch (initiator) {
      case START_TEST -> s.lifeCycle().testing(now, job.id());
      case START_CUTOVER -> s.lifeCycle().cuttingOver(now, job.id());
      case TERMINATE -> s.lifeCycle();
    }));
    return job;
  }

  private List<JobTimeline.Step> steps(Job.Initiator initiator, List<SourceServer> servers, Instant now) {
    return switch (initiator) {
      case TERMINATE -> JobTimeline.terminate(now, region.time());
      case START_TEST, START_CUTOVER -> JobTimeline.launch(now, region.time(),
          servers.stream().anyMatch(s -> region.launchedInstance(s) != null));
    };
  }
}
