package dev.convoy.validation.checks;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.verdict.Evidence;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import dev.convoy.validation.verdict.ValidationOutcome;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksProgressed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks launched instances: first EC2's status checks, then, when both are ok, what is declared for the server, all in
 * one look. Only looks; how long it may take is the decider's business.
 */
public final class RunChecksHandler implements OperationHandler<RunChecks, ValidationOutcome> {

  private static final int MAX_DETAIL = 500;

  private final SharedStatuses statuses;
  private final Probes probes;
  private final ProfileChecks profiles;
  private final ProfilePolicy policy;
  private final Duration pollInterval;
  private final Clock clock;
  /** Since when an instance has passed but for warnings. */
  private final Map<OperationId, Instant> warned = new ConcurrentHashMap<>();

  public RunChecksHandler(
      InstanceStatuses statuses, Probes probes, ProfilePolicy policy, Duration pollInterval, Clock clock) {
    this.statuses = new SharedStatuses(statuses, pollInterval.dividedBy(2), clock);
    this.probes = probes;
    this.profiles = new ProfileChecks(probes);
    this.policy = policy;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  @Override
  public Class<RunChecks> operation() {
    return RunChecks.class;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<ValidationOutcome>> observe(List<RunChecks> operations)
      throws InterruptedException {
    var seen = new HashMap<OperationId, Observation<ValidationOutcome>>();
    for (var operation : operations) {
      seen.put(operation.id(), observe(operation));
    }
    return seen;
  }

  private Observation<ValidationOutcome> observe(RunChecks operation) throws InterruptedException {
    var status = statuses.of(operation.account(), operation.instanceId());
    if (status.isEmpty()) {
      return Observation.Running.silently();
    }
    var evidence = evidence(operation, status.get());
    var header = OutcomeHeader.of(operation.header(), clock.instant());
    return Evidence.holds(evidence) && (!Evidence.warns(evidence) || hasWaited(operation.id()))
        ? new Observation.Ended<>(new ChecksPassed(header, evidence))
        : new Observation.Running<>(new ChecksProgressed(header, evidence), withoutTimes(evidence));
  }

  /** What its source did may come up later than what was declared. */
  private boolean hasWaited(OperationId id) {
    var now = clock.instant();
    return !now.isBefore(warned.computeIfAbsent(id, first -> now).plus(policy.within()));
  }

  @Override
  public void left(OperationId id) {
    warned.remove(id);
  }

  private List<CheckEvidence> evidence(RunChecks operation, InstanceStatus status) throws InterruptedException {
    var evidence = new ArrayList<CheckEvidence>();
    evidence.add(made(CheckKind.EC2_STATUS, operation.instanceId(), result(status.ok()), status.toString()));
    for (var check : operation.checks()) {
      evidence.add(status.ok() ? probe(operation.privateIp(), check)
          : made(check.getKind(), target(operation.privateIp(), check), CheckResult.SKIPPED, "waits for EC2's checks"));
    }
    if (policy.enabled()) {
      evidence.addAll(comparison(operation, status));
    }
    return evidence;
  }

  private List<CheckEvidence> comparison(RunChecks operation, InstanceStatus status) throws InterruptedException {
    var with = operation.comparison();
    if (with == null) {
      return List.of(uncompared(operation, "no profile of its source is known: nothing is compared"));
    }
    if (!status.ok()) {
      return List.of(uncompared(operation, "waits for EC2's checks"));
    }
    var evidence = new ArrayList<CheckEvidence>();
    for (var each : profiles.compare(operation.privateIp(), with)) {
      evidence.add(made(CheckKind.PROFILE, operation.privateIp() + ":" + each.port(), each.result(), each.detail()));
    }
    if (with.passedOver() > 0) {
      evidence.add(uncompared(operation, with.passedOver() + " more ports of its source are not compared"));
    }
    return evidence;
  }

  private CheckEvidence uncompared(RunChecks operation, String why) {
    return made(CheckKind.PROFILE, operation.instanceId(), CheckResult.SKIPPED, why);
  }

  private CheckEvidence probe(String address, DeclaredCheck check) throws InterruptedException {
    var answer = switch (check.getKind()) {
      case TCP -> probes.tcp(address, check.getPort());
      case HTTP -> probes.http(address, check.getPort(), path(check), check.getExpectedStatus());
      case EC2_STATUS, PROFILE, UNKNOWN -> new Probes.Answer(false, "no check of this kind can be declared");
    };
    return made(check.getKind(), target(address, check), result(answer.passed()), answer.detail());
  }

  private CheckEvidence made(CheckKind kind, String target, CheckResult result, String detail) {
    return CheckEvidence.newBuilder()
        .setKind(kind).setTarget(target).setResult(result)
        .setDetail(detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail)
        .setObservedAt(clock.instant())
        .build();
  }

  private static CheckResult result(boolean passed) {
    return passed ? CheckResult.PASSED : CheckResult.FAILED;
  }

  private static String target(String address, DeclaredCheck check) {
    return check.getKind() == CheckKind.HTTP ? "http://" + address + ":" + check.getPort() + path(check)
        : address + ":" + check.getPort();
  }

  private static String path(DeclaredCheck check) {
    var path = check.getPath();
    return path == null ? "/" : path;
  }

  /** What makes evidence news: the same results with the same details are none. */
  private static List<String> withoutTimes(List<CheckEvidence> evidence) {
    return evidence.stream().map(e -> e.getTarget() + " " + e.getResult() + " " + e.getDetail()).toList();
  }

  @Override
  public Map<OperationId, Acted<ValidationOutcome>> act(List<RunChecks> operations) {
    return operations.stream().map(RunChecks::id)
        .collect(Collectors.toMap(Function.identity(), id -> new Acted.Accepted<>()));
  }
}
