package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a host everything at once. Looking is all there is to it, so nothing is ever started. */
public final class PrerequisitesHandler implements OperationHandler<CheckPrerequisites, AgentOutcome> {

  /**
   * What is asked for.
   *
   * @param mgnEndpoint host:port, {@code {region}} is replaced; empty = not asked
   * @param s3Endpoint likewise
   * @param stagingEndpoint host:port of a listener in the staging subnet; empty = not asked
   * @param warnings names of checks that warn only
   */
  public record Settings(String mgnEndpoint, String s3Endpoint, String stagingEndpoint, Set<String> warnings) {}

  private final Settings settings;
  private final HostWork work;
  private final Clock clock;

  public PrerequisitesHandler(Settings settings, HostWork work, Clock clock) {
    this.settings = settings;
    this.work = work;
    this.clock = clock;
  }

  @Override
  public Class<CheckPrerequisites> operation() {
    return CheckPrerequisites.class;
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
    return Duration.ofSeconds(5);
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<CheckPrerequisites> operations)
      throws InterruptedException {
    var operation = operations.getFirst();
    return Map.of(operation.id(), new Observation.Ended<>(ask(operation)));
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<CheckPrerequisites> operations) {
    return Map.of();
  }

  private AgentOutcome ask(CheckPrerequisites operation) throws InterruptedException {
    var server = operation.header().serverId();
    try {
      var region = operation.account().region();
      var request = CheckRequest.of(settings.mgnEndpoint().replace("{region}", region),
          settings.s3Endpoint().replace("{region}", region), settings.stagingEndpoint());
      var report = work.in(server, operation.source(), (session, deadline) -> session.check(request, deadline));
      return checked(header(operation), report);
    } catch (PushFailure e) {
      return new AgentOutcome.Failed(header(operation), HostWork.failure(server, e));
    }
  }

  private AgentOutcome checked(OutcomeHeader header, CheckReport report) {
    var failures = new ArrayList<FailedCheck>();
    var warnings = new ArrayList<FailedCheck>();
    for (var failure : report.failures()) {
      (settings.warnings().contains(failure.check()) ? warnings : failures).add(new FailedCheck(
          failure.check(), failure.code(), failure.detail(), failure.remedy()));
    }
    report.checks().stream().filter(check -> check.verdict() == HostCheck.Verdict.WARN)
        .forEach(check -> warnings.add(new FailedCheck(check.name(), "CVY-2200", check.detail(), "see the detail")));
    var profile = report.profile();
    return new AgentOutcome.Checked(header, failures, warnings, new AgentOutcome.SourceFacts(profile.hostname(),
        profile.os(), profile.kernel(), profile.mounts(), profile.listeningPorts(), profile.services()));
  }

  private OutcomeHeader header(CheckPrerequisites operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }
}
