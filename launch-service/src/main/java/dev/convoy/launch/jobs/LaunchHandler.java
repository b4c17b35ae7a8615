package dev.convoy.launch.jobs;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.server.LaunchOperation.Launch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.InstanceMisplaced;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Launches instances in batches. A server is launched when its job says LAUNCHED, its first boot SUCCEEDED, and EC2 says
 * that it runs; where it runs is read from EC2, not from what was asked for. Its post-launch actions that must succeed are
 * waited for; after a test all of them.
 */
public abstract class LaunchHandler<O extends Launch> implements OperationHandler<O, LaunchOutcome> {

  private final JobLane lane;
  private final SourceServerGateway servers;
  private final TargetGateway targets;
  private final TemplateGateway templates;

  protected LaunchHandler(
      JobLane lane, SourceServerGateway servers, TargetGateway targets, TemplateGateway templates) {
    this.lane = lane;
    this.servers = servers;
    this.targets = targets;
    this.templates = templates;
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
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<O> operations) {
    var read = lane.jobsFor(operations);
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    var launched = new HashMap<O, JobEvidence.Ended>();
    for (var operation : operations) {
      switch (lane.evidence(read, operation, operation.previousJobs())) {
        case JobEvidence.Nothing nothing -> seen.put(operation.id(), new Observation.NotDone<>());
        case JobEvidence.Running running -> seen.put(operation.id(), Observation.Running.silently());
        case JobEvidence.Foreign(var job) ->
            seen.put(operation.id(), new Observation.Ended<>(lane.foreign(operation, job)));
        case JobEvidence.Ended ended -> {
          if (ended.participant().launchStatus().equals("LAUNCHED") && ended.participant().instanceId() != null) {
            launched.put(operation, ended);
          } else {
            seen.put(operation.id(), new Observation.Ended<>(lane.jobFailed(operation, ended)));
          }
        }
      }
    }
    seen.putAll(instances(launched));
    return seen;
  }

  /** One read of the source servers and one of the instances for all that MGN has launched. */
  private Map<OperationId, Observation<LaunchOutcome>> instances(Map<O, JobEvidence.Ended> launched) {
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    if (launched.isEmpty()) {
      return seen;
    }
    var account = launched.keySet().iterator().next().account();
    var sources = servers.describe(account, launched.keySet().stream().map(Launch::sourceServerId).toList());
    var instances = targets.describe(account, launched.values().stream().map(LaunchHandler::instanceId).toList());
    launched.forEach((operation, ended) -> seen.put(operation.id(), booted(operation, ended,
        sources.get(operation.sourceServerId()), instances.get(instanceId(ended)))));
    return seen;
  }

  private static String instanceId(JobEvidence.Ended ended) {
    var id = ended.participant().instanceId();
    return id == null ? "" : id;
  }

  private Observation<LaunchOutcome> booted(
      O operation, JobEvidence.Ended ended, @Nullable SourceServer source, @Nullable TargetInstance instance) {
    if (instance != null && instance.isGone()) {
      return failed(operation, ended, "CVY-4111", "instance " + instance.id() + " is " + instance.state());
    }
    var boot = source == null || !instanceId(ended).equals(source.instanceId()) ? "" : source.firstBoot();
    if (boot.equals("STOPPED")) {
      return failed(operation, ended, "CVY-4103", "instance " + instanceId(ended) + " stopped at its first boot");
    }
    if (!boot.equals("SUCCEEDED") || instance == null || !instance.isRunning() || instance.privateIp().isEmpty()) {
      var endedAt = ended.job().endedAt();
      var late = endedAt != null && lane.now().isAfter(endedAt.plus(lane.settings().bootWithin()));
      return late ? failed(operation, ended, "CVY-4109", "instance " + instanceId(ended) + " has not booted in "
          + lane.settings().bootWithin().toMinutes() + " minutes") : Observation.Running.silently();
    }
    var placed = placed(operation, ended, instance);
    return placed instanceof InstanceLaunched launched ? acted(operation, ended, launched) : new Observation.Ended<>(placed);
  }

  private Observation<LaunchOutcome> failed(O operation, JobEvidence.Ended ended, String code, String message) {
    return new Observation.Ended<>(new StepFailed(OutcomeHeader.of(operation.header(), lane.now()),
        new Failure(code, message, "look at the console output of the instance, then retry", false),
        ended.job().id(), ended.participant().instanceId()));
  }

  private Observation<LaunchOutcome> acted(O operation, JobEvidence.Ended ended, InstanceLaunched launched) {
    var runs = ActionRuns.of(operation.placement().actions(), ended.participant());
    var fatal = runs.fatal();
    if (fatal.isPresent()) {
      return actionFailed(operation, ended, "CVY-4121", "of instance " + launched.instanceId() + " failed: " + fatal.get().told());
    }
    var endedAt = ended.job().endedAt();
    if (endedAt == null || lane.now().isBefore(runs.late(endedAt, lane.settings().bootWithin()))) {
      return runs.open(awaitsAllActions()).isEmpty() ? new Observation.Ended<>(launched.failedActions(runs.failed()))
          : Observation.Running.silently();
    }
    var open = runs.open(false);
    return open.isEmpty() ? new Observation.Ended<>(launched.failedActions(runs.failed()))
        : actionFailed(operation, ended, "CVY-4122",
            "of instance " + launched.instanceId() + " did not end in its time: " + String.join(", ", open));
  }

  /** Whether those that need not succeed are waited for too: nobody is in an outage. */
  protected abstract boolean awaitsAllActions();

  private Observation<LaunchOutcome> actionFailed(O operation, JobEvidence.Ended ended, String code, String message) {
    return new Observation.Ended<>(new StepFailed(OutcomeHeader.of(operation.header(), lane.now()),
        new Failure(code, "post-launch action " + message,
            "read its output in Systems Manager, correct document, parameters or instance profile, then retry", true),
        ended.job().id(), ended.participant().instanceId()));
  }

  private LaunchOutcome placed(O operation, JobEvidence.Ended ended, TargetInstance instance) {
    var header = OutcomeHeader.of(operation.header(), lane.now());
    var wanted = operation.placement();
    if (!instance.subnetId().equals(wanted.subnetId())
        || !instance.securityGroupIds().equals(new HashSet<>(wanted.securityGroupIds()))) {
      return new InstanceMisplaced(header, ended.job().id(), instance.id(), new Failure("CVY-4105",
          "instance " + instance.id() + " runs in " + instance.subnetId() + " with " + instance.securityGroupIds()
              + ", wanted were " + wanted.subnetId() + " with " + wanted.securityGroupIds() + "; it is being stopped",
          "find out who changed its launch template, then retry", true));
    }
    return new InstanceLaunched(header, ended.job().id(), instance.id(), instance.privateIp(), instance.subnetId(),
        List.copyOf(wanted.securityGroupIds()), List.of());
  }

  /** Reads the templates' default versions back, and launches those that are still as they were written. */
  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<O> operations) {
    var account = operations.getFirst().account();
    var defaults = templates.defaultVersions(account, operations.stream().map(o -> o.template().id()).toList());
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    var unchanged = new ArrayList<O>();
    for (var operation : operations) {
      var found = defaults.getOrDefault(operation.template().id(), 0L);
      if (found == operation.template().version()) {
        unchanged.add(operation);
      } else if (found < operation.template().version() && !lane.isBelievedOf(operation)) {
        acted.put(operation.id(), new Acted.NotAccepted<>(null));
      } else {
        acted.put(operation.id(), new Acted.Ended<>(lane.failed(operation, new Failure("CVY-4104",
            "the default version of launch template " + operation.template().id() + " is not "
                + operation.template().version() + " any more", "nothing; it is written again", false))));
      }
    }
    acted.putAll(lane.start(unchanged));
    return acted;
  }
}
