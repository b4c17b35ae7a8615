package dev.convoy.launch.test;

import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.jobs.JobEvidence;
import dev.convoy.launch.jobs.JobGateway;
import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Terminates test instances by jobs. Done is what EC2 says is gone, and no job holds the server any more. */
public final class TerminateTestHandler implements OperationHandler<TerminateTest, LaunchOutcome> {

  /** MGN refuses to terminate in these states. */
  private static final Set<String> REFUSED = Set.of("TESTING", "CUTTING_OVER", "CUTOVER");

  private final JobLane lane;
  private final TargetGateway targets;

  public TerminateTestHandler(JobLane lane, TargetGateway targets) {
    this.lane = lane;
    this.targets = targets;
  }

  /** Whether MGN takes a server into a termination job. */
  public static boolean startable(SourceServer server) {
    return !REFUSED.contains(server.lifecycle()) && !server.archived();
  }

  @Override
  public Class<TerminateTest> operation() {
    return TerminateTest.class;
  }

  @Override
  public int batchSize() {
    return JobGateway.MOST_SERVERS;
  }

  @Override
  public Duration batchWait() {
    return lane.settings().batchWait();
  }

  @Override
  public Duration absenceAfter() {
    return lane.settings().absenceAfter();
  }

  @Override
  public Duration pollInterval() {
    return lane.settings().pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<TerminateTest> operations) {
    var read = lane.jobsFor(operations);
    var instances = targets.describe(
        operations.getFirst().account(), operations.stream().map(TerminateTest::instanceId).toList());
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    for (var operation : operations) {
      var evidence = lane.evidence(read, operation, operation.previousJobs());
      seen.put(operation.id(), judge(operation, evidence, instances.get(operation.instanceId())));
    }
    return seen;
  }

  private Observation<LaunchOutcome> judge(
      TerminateTest operation, JobEvidence evidence, @Nullable TargetInstance instance) {
    var gone = instance == null || instance.isGone();
    return switch (evidence) {
      case JobEvidence.Running running -> Observation.Running.silently();
      case JobEvidence.Nothing nothing -> gone ? done(operation, null) : new Observation.NotDone<>();
      case JobEvidence.Foreign(var job) -> gone ? done(operation, null)
          : new Observation.Ended<>(lane.foreign(operation, job));
      case JobEvidence.Ended ended -> gone ? done(operation, ended.job().id())
          : new Observation.Ended<>(lane.jobFailed(operation, ended));
    };
  }

  private Observation<LaunchOutcome> done(TerminateTest operation, @Nullable String jobId) {
    return new Observation.Ended<>(new StepDone(OutcomeHeader.of(operation.header(), lane.now()), jobId));
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<TerminateTest> operations) {
    return lane.start(operations);
  }
}
