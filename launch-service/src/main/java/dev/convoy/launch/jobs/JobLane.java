package dev.convoy.launch.jobs;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts jobs of one kind in batches, within the account's quotas, and finds them again. */
public final class JobLane {

  private final JobKind kind;
  private final Predicate<SourceServer> startable;
  private final JobGateway jobs;
  private final SourceServerGateway servers;
  private final JobSettings settings;
  private final Clock clock;
  private final Supplier<String> batchIds;

  /** @param startable whether MGN takes a server in its present state into a job of this kind */
  public JobLane(
      JobKind kind, Predicate<SourceServer> startable, JobGateway jobs, SourceServerGateway servers,
      JobSettings settings, Clock clock, Supplier<String> batchIds) {
    this.kind = kind;
    this.startable = startable;
    this.jobs = jobs;
    this.servers = servers;
    this.settings = settings;
    this.clock = clock;
    this.batchIds = batchIds;
  }

  public JobSettings settings() {
    return settings;
  }

  /** The present, for outcomes. */
  public Instant now() {
    return clock.instant();
  }

  /** One read of the jobs of the account for all operations. */
  public List<MgnJob> jobsFor(Collection<? extends LaunchOperation> operations) {
    var first = operations.stream().map(o -> o.header().requestedAt()).min(Instant::compareTo).orElse(clock.instant());
    return jobs.since(account(operations), first.minus(JobEvidence.LOOK_BACK));
  }

  /** Looks at one operation among the jobs that were read. */
  public JobEvidence evidence(List<MgnJob> read, LaunchOperation operation, Collection<String> previousJobs) {
    return JobEvidence.of(
        read, kind, operation.sourceServerId(), previousJobs, operation.header().requestedAt());
  }

  /** One call for all; if it is refused, those at fault are told apart from the others, who go into the next call. */
  public <O extends LaunchOperation> Map<OperationId, Acted<LaunchOutcome>> start(List<O> operations) {
    if (operations.isEmpty()) {
      return Map.of();
    }
    if (!hasRoom(operations)) {
      return all(operations, new Acted.NotAccepted<>(settings.pollInterval()));
    }
    var ids = operations.stream().map(LaunchOperation::sourceServerId).distinct().toList();
    return switch (jobs.start(account(operations), kind, ids, batchIds.get())) {
      case Answer.Ok<String> ok -> all(operations, new Acted.Accepted<>());
      case Answer.Throttled<String>(var wait) -> all(operations, new Acted.NotAccepted<>(wait));
      case Answer.Unknown<String> unknown -> all(operations, new Acted.Unknown<>());
      case Answer.Refused<String> refused -> refused(operations, refused);
    };
  }

  /** The pool of slots keeps to the quotas by itself; this also counts what others have started. */
  private boolean hasRoom(List<? extends LaunchOperation> operations) {
    var active = jobsFor(operations).stream().filter(MgnJob::active).toList();
    int busy = active.stream().mapToInt(job -> job.participants().size()).sum();
    return active.size() < settings.jobs() && busy + operations.size() <= settings.servers();
  }

  private <O extends LaunchOperation> Map<OperationId, Acted<LaunchOutcome>> refused(
      List<O> operations, Answer.Refused<String> refused) {
    var known = servers.describe(account(operations), operations.stream().map(LaunchOperation::sourceServerId).toList());
    var busy = busy(operations);
    var atFault = operations.stream().filter(o -> !isStartable(known, o)).map(LaunchOperation::id)
        .collect(Collectors.toSet());
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    for (var operation : operations) {
      if (atFault.contains(operation.id()) && isBelievedOf(operation)) {
        acted.put(operation.id(), new Acted.Ended<>(notStartable(operation, known)));
      } else if (busy.contains(operation.sourceServerId()) || !atFault.isEmpty() || !busy.isEmpty()) {
        acted.put(operation.id(), new Acted.NotAccepted<>(busy.contains(operation.sourceServerId()) || atFault.contains(operation.id())
            ? settings.pollInterval() : settings.pollInterval().dividedBy(10)));
      } else {
        acted.put(operation.id(), withoutCulprit(operation, refused));
      }
    }
    return acted;
  }

  /** What is read may be older than the step before: what it says against an operation is believed late only. */
  public boolean isBelievedOf(LaunchOperation operation) {
    return !now().isBefore(operation.header().requestedAt().plus(settings.absenceAfter()));
  }

  private boolean isStartable(Map<String, SourceServer> known, LaunchOperation operation) {
    var server = known.get(operation.sourceServerId());
    return server != null && startable.test(server);
  }

  private Set<String> busy(List<? extends LaunchOperation> operations) {
    var busy = new HashSet<String>();
    jobsFor(operations).stream().filter(MgnJob::active).forEach(job -> busy.addAll(job.participants().keySet()));
    busy.retainAll(operations.stream().map(LaunchOperation::sourceServerId).toList());
    return busy;
  }

  private LaunchOutcome notStartable(LaunchOperation operation, Map<String, SourceServer> known) {
    var server = known.get(operation.sourceServerId());
    var found = server == null ? "MGN knows no " + operation.sourceServerId()
        : operation.sourceServerId() + " is " + server.lifecycle()
            + (server.launchable() ? "" : " and has no snapshot to launch from");
    return failed(operation, new Failure("CVY-4107", "MGN takes the server into no " + kind + " job: " + found,
        "look at the source server in the MGN console, then retry", false));
  }

  /** A conflict without a culprit may be a quota that others use up: tried for a while. */
  private Acted<LaunchOutcome> withoutCulprit(LaunchOperation operation, Answer.Refused<String> refused) {
    var over = operation.header().requestedAt().plus(settings.giveUpAfter()).isBefore(clock.instant());
    if (refused.code().equals("ConflictException") && !over) {
      return new Acted.NotAccepted<>(settings.pollInterval());
    }
    return new Acted.Ended<>(failed(operation, new Failure("CVY-4101", kind + " was refused: " + refused.message(),
        "correct what AWS names, then retry", false)));
  }

  /** The attempt ended without a job. */
  public LaunchOutcome failed(LaunchOperation operation, Failure failure) {
    return new StepFailed(OutcomeHeader.of(operation.header(), now()), failure);
  }

  /** A job of somebody else changed the server meanwhile; a person has to know why. */
  public LaunchOutcome foreign(LaunchOperation operation, MgnJob job) {
    return new StepFailed(OutcomeHeader.of(operation.header(), now()), new Failure("CVY-4106", "job " + job.id() + " ("
        + job.initiatedBy() + ") was started by somebody else", "find out who works on the server, then retry", true));
  }

  /** Why MGN says that the server failed. */
  public LaunchOutcome jobFailed(LaunchOperation operation, JobEvidence.Ended ended) {
    var reason = jobs.reason(operation.account(), ended.job().id(), operation.sourceServerId());
    var text = reason.isEmpty() ? "status " + ended.participant().launchStatus() : reason;
    return new StepFailed(OutcomeHeader.of(operation.header(), now()),
        new Failure("CVY-4102", "job " + ended.job().id() + " failed for the server: " + text,
            "look at the log of the job in the MGN console, then retry", false),
        ended.job().id(), ended.participant().instanceId());
  }

  private static AccountKey account(Collection<? extends LaunchOperation> operations) {
    return operations.iterator().next().account();
  }

  private static Map<OperationId, Acted<LaunchOutcome>> all(
      List<? extends LaunchOperation> operations, Acted<LaunchOutcome> acted) {
    var answers = new LinkedHashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> answers.put(operation.id(), acted));
    return answers;
  }
}
