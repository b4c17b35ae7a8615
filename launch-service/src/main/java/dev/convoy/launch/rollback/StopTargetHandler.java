package dev.convoy.launch.rollback;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.jobs.JobEvidence;
import dev.convoy.launch.jobs.JobGateway;
import dev.convoy.launch.jobs.MgnJob;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.target.TargetGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stops what was launched. A launch that was under way when it was given up may still bring up an instance: a job that
 * holds the server is waited out, and that there is none is believed only after a while.
 */
public final class StopTargetHandler implements OperationHandler<StopTarget, LaunchOutcome> {

  private final JobGateway jobs;
  private final TargetGateway targets;
  private final Times times;
  private final Clock clock;

  public StopTargetHandler(JobGateway jobs, TargetGateway targets, Times times, Clock clock) {
    this.jobs = jobs;
    this.targets = targets;
    this.times = times;
    this.clock = clock;
  }

  @Override
  public Class<StopTarget> operation() {
    return StopTarget.class;
  }

  @Override
  public int batchSize() {
    return JobGateway.MOST_SERVERS;
  }

  /** Stopping twice does no harm: what an unknown call did is seen at the next look. */
  @Override
  public Duration absenceAfter() {
    return times.pollInterval();
  }

  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<StopTarget> operations) {
    var read = read(operations);
    var instances = targets.describe(
        operations.getFirst().account(), operations.stream().flatMap(o -> instanceIds(o, read)).distinct().toList());
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    for (var operation : operations) {
      var ids = instanceIds(operation, read).toList();
      var standing = ids.stream().map(instances::get).filter(Objects::nonNull).anyMatch(i -> !i.isStopped());
      if (jobsOf(operation, read).anyMatch(MgnJob::active) || mayStillLaunch(operation, read)) {
        seen.put(operation.id(), Observation.Running.silently());
      } else if (standing) {
        seen.put(operation.id(), new Observation.NotDone<>());
      } else {
        seen.put(operation.id(), new Observation.Ended<>(done(operation, read)));
      }
    }
    return seen;
  }

  private List<MgnJob> read(List<StopTarget> operations) {
    var first = operations.stream().map(o -> o.header().requestedAt()).min(Instant::compareTo).orElse(clock.instant());
    return jobs.since(operations.getFirst().account(), first.minus(JobEvidence.LOOK_BACK));
  }

  /** A launch was sent perhaps, and its job is not seen yet. */
  private boolean mayStillLaunch(StopTarget operation, List<MgnJob> read) {
    return operation.launchUnderWay() && jobsOf(operation, read).findAny().isEmpty()
        && clock.instant().isBefore(operation.header().requestedAt().plus(times.absenceAfter()));
  }

  /** Our jobs of the server whose result was not seen yet. */
  private static Stream<MgnJob> jobsOf(StopTarget operation, List<MgnJob> read) {
    return read.stream().filter(job -> job.batch() != null && !operation.previousJobs().contains(job.id())
        && job.participants().containsKey(operation.sourceServerId()));
  }

  private static Stream<String> instanceIds(StopTarget operation, List<MgnJob> read) {
    var launched = jobsOf(operation, read).map(job -> job.participants().get(operation.sourceServerId()))
        .map(participant -> participant == null ? null : participant.instanceId());
    return Stream.concat(Stream.of(Optional.ofNullable(operation.instanceId())), launched.map(Optional::ofNullable))
        .flatMap(Optional::stream).distinct();
  }

  private LaunchOutcome done(StopTarget operation, List<MgnJob> read) {
    @Nullable String job = jobsOf(operation, read).map(MgnJob::id).findFirst().orElse(null);
    return new StepDone(OutcomeHeader.of(operation.header(), clock.instant()), job);
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<StopTarget> operations) {
    var read = read(operations);
    var ids = operations.stream().flatMap(o -> instanceIds(o, read)).distinct().toList();
    var answer = targets.stop(operations.getFirst().account(), ids);
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> acted.put(operation.id(), acted(operation, answer)));
    return acted;
  }

  private Acted<LaunchOutcome> acted(StopTarget operation, Answer<String> answer) {
    return switch (answer) {
      case Answer.Ok<String> ok -> new Acted.Accepted<>();
      case Answer.Throttled<String>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<String> unknown -> new Acted.Unknown<>();
      case Answer.Refused<String> refused -> new Acted.Ended<>(new StepFailed(
          OutcomeHeader.of(operation.header(), clock.instant()),
          new Failure("CVY-4203", "StopInstances was refused: " + refused.message(),
              "stop the instance in the EC2 console, then retry", false)));
    };
  }
}
