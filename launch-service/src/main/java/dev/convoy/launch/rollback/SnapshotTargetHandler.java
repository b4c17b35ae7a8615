package dev.convoy.launch.rollback;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOperation.SnapshotTarget;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.SnapshotsTaken;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchOutcome.TargetLost;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.target.HiddenException;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.target.TargetSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots all volumes of stopped targets. What EC2 has accepted shows the volumes as they were then, whatever becomes of
 * them; so it is told as soon as the snapshots are seen, and again when EC2 has completed them.
 */
public final class SnapshotTargetHandler implements OperationHandler<SnapshotTarget, LaunchOutcome> {

  /** What EC2 says where nobody but a person can help; quotas and rates pass. */
  private static final Set<String> LASTING = Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException");

  private final TargetGateway targets;
  private final Times times;
  private final Clock clock;

  public SnapshotTargetHandler(TargetGateway targets, Times times, Clock clock) {
    this.targets = targets;
    this.times = times;
    this.clock = clock;
  }

  @Override
  public Class<SnapshotTarget> operation() {
    return SnapshotTarget.class;
  }

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  @Override
  public Duration absenceAfter() {
    return times.absenceAfter();
  }

  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<SnapshotTarget> operations) {
    var account = operations.getFirst().account();
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    try {
      var taken = targets.snapshots(account, operations.stream().map(SnapshotTarget::id).toList());
      var instances = targets.describe(account, operations.stream().map(SnapshotTarget::instanceId).toList());
      operations.forEach(o -> seen.put(o.id(),
          judge(o, taken.getOrDefault(o.id(), List.of()), instances.get(o.instanceId()))));
    } catch (HiddenException e) {
      operations.forEach(o -> seen.put(o.id(), new Observation.Ended<>(refused(o, String.valueOf(e.getMessage()), true))));
    }
    return seen;
  }

  private Observation<LaunchOutcome> judge(
      SnapshotTarget operation, List<TargetSnapshot> own, @Nullable TargetInstance instance) {
    if (own.isEmpty()) {
      return notTaken(operation, instance);
    }
    var bad = own.stream().filter(snapshot -> !snapshot.isGood()).findFirst();
    if (bad.isPresent()) {
      return new Observation.Ended<>(failed(operation, "CVY-4152", bad.get().id() + " of " + bad.get().volumeId()
          + " is " + bad.get().state() + " " + bad.get().message(),
          "correct what AWS names, then retry; leave the target stopped" + orWithout(operation), false));
    }
    var covered = own.stream().map(TargetSnapshot::volumeId).collect(Collectors.toSet());
    if (instance != null && !covered.containsAll(instance.volumeIds())) {
      return believed(operation, failed(operation, "CVY-4152", "not all of " + instance.volumeIds()
          + " were snapshotted, but " + covered, "leave the target stopped, then retry" + orWithout(operation), false));
    }
    var ids = own.stream().map(TargetSnapshot::id).sorted().toList();
    var complete = own.stream().allMatch(TargetSnapshot::isComplete);
    var taken = new SnapshotsTaken(header(operation), ids, complete);
    return complete ? new Observation.Ended<>(taken) : new Observation.Running<>(taken, ids);
  }

  private Observation<LaunchOutcome> notTaken(SnapshotTarget operation, @Nullable TargetInstance instance) {
    if (instance == null || instance.isGone()) {
      return believed(operation, new TargetLost(header(operation), new Failure("CVY-4153",
          operation.instanceId() + " is terminated, and its volumes were not snapshotted",
          "find out who terminated it; what users wrote there is lost unless a backup has it", true)));
    }
    if (!instance.isStopped()) {
      return believed(operation, failed(operation, "CVY-4155", operation.instanceId() + " is " + instance.state()
          + " again", "stop it in the EC2 console, then retry" + orWithout(operation), false));
    }
    return new Observation.NotDone<>();
  }

  /** A read may be older than the stop, and not all snapshots of a call need be seen at once. */
  private Observation<LaunchOutcome> believed(SnapshotTarget operation, LaunchOutcome against) {
    return clock.instant().isBefore(operation.header().requestedAt().plus(times.absenceAfter()))
        ? Observation.Running.silently() : new Observation.Ended<>(against);
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<SnapshotTarget> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(o -> acted.put(o.id(), acted(o, targets.snapshot(o.account(), o.instanceId(), o.header().serverId(), o.id()))));
    return acted;
  }

  private Acted<LaunchOutcome> acted(SnapshotTarget operation, Answer<List<String>> answer) {
    return switch (answer) {
      case Answer.Ok<List<String>> ok -> new Acted.Accepted<>();
      case Answer.Throttled<List<String>>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<List<String>> unknown -> new Acted.Unknown<>();
      case Answer.Refused<List<String>> refused ->
          new Acted.Ended<>(refused(operation,
              "CreateSnapshots was refused: " + refused.message(), LASTING.contains(refused.code())));
    };
  }

  private LaunchOutcome refused(SnapshotTarget operation, String what, boolean lasting) {
    return failed(operation, "CVY-4151", what,
        "allow the role ec2:CreateSnapshots, ec2:CreateTags and ec2:DescribeSnapshots, or raise the quota that AWS names,"
            + " then retry; leave the target stopped" + orWithout(operation), lasting);
  }

  private static String orWithout(SnapshotTarget operation) {
    return "; if nobody needs what users wrote there, ./convoy server waive-snapshots " + operation.header().serverId() + " --reason TEXT";
  }

  private LaunchOutcome failed(
      SnapshotTarget operation, String code, String message, String remedy, boolean permanent) {
    return new StepFailed(header(operation), new Failure(code, message, remedy, permanent));
  }

  private OutcomeHeader header(LaunchOperation operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }
}
