package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostProfile;
import dev.convoy.agent.host.Partition;
import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.install.Adoption;
import dev.convoy.agent.install.BoundAgent;
import dev.convoy.agent.install.InstallerCredentials;
import dev.convoy.agent.install.InstallerWays;
import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.runbook.Runbooks;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a host everything at once: what must hold, what a person decides, what runs there. */
public final class PrerequisitesHandler extends LookHandler<CheckPrerequisites> {

  /**
   * What is asked for.
   *
   * @param mgnEndpoint host:port, {@code {region}} and {@code {suffix}} are replaced; empty = not asked
   * @param s3Endpoint likewise
   * @param stagingEndpoint host:port of a listener in the staging subnet; empty = not asked
   * @param linuxSystems distributions that are taken
   * @param own checks of the configuration
   * @param ways how the installer comes to hosts
   */
  public record Settings(
      String mgnEndpoint, String s3Endpoint, String stagingEndpoint, List<String> linuxSystems, OwnChecks own,
      InstallerWays ways) {}

  private final Settings settings;
  private final KnownSourceServers known;
  private final InstallerCredentials credentials;
  private final Runbooks runbooks;

  public PrerequisitesHandler(Settings settings, HostWork work, KnownSourceServers known,
      InstallerCredentials credentials, Runbooks runbooks, Clock clock) {
    super(CheckPrerequisites.class, work, clock);
    this.settings = settings;
    this.known = known;
    this.credentials = credentials;
    this.runbooks = runbooks;
  }

  @Override
  AgentOutcome look(CheckPrerequisites operation, OutcomeHeader header) throws PushFailure, InterruptedException {
    var region = operation.account().region();
    var request = CheckRequest.of(in(region, settings.mgnEndpoint()), in(region, settings.s3Endpoint()),
            settings.stagingEndpoint())
        .with(settings.linuxSystems(), settings.own().of(operation.source().getOsFamily()));
    var report = work().in(operation, Urgency.CHECK, (session, deadline) -> session.check(request, deadline));
    var failures = all(report.failures());
    foreignAgent(report.profile(), operation).ifPresent(failures::add);
    if (!settings.ways().of(operation.source().getSite()).instanceProfile()) {
      shortSession(operation.account()).ifPresent(failures::add);
    }
    missingRunbooks(operation.source()).ifPresent(failures::add);
    return new AgentOutcome.Checked(header, failures, all(report.warnings()), facts(report.profile()),
        all(report.decisions()));
  }

  private static String in(String region, String endpoint) {
    return endpoint.replace("{region}", region).replace("{suffix}", Partition.of(region).suffix());
  }

  private static List<FailedCheck> all(List<CheckReport.Finding> findings) {
    var all = new ArrayList<FailedCheck>();
    findings.forEach(each -> all.add(new FailedCheck(each.check(), each.code(), each.detail(), each.remedy())));
    return all;
  }

  /** Whether credentials last for an installation. That none can be had just now is for the installation to wait out. */
  private Optional<FailedCheck> shortSession(AccountKey account) {
    try {
      credentials.of(account);
      return Optional.empty();
    } catch (PushFailure e) {
      var role = Prerequisite.INSTALL_ROLE;
      return Optional.of(new FailedCheck(role.check(), role.code(), e.what(), e.remedy()));
    } catch (UnreachableException e) {
      return Optional.empty();
    }
  }

  /** What would otherwise be found missing in the outage. */
  private Optional<FailedCheck> missingRunbooks(SourceHost source) {
    var missing = Stream.of(source.getQuiesceRunbook(), source.getResumeRunbook()).distinct()
        .filter(name -> !runbooks.has(name, source.getOsFamily())).toList();
    var runbook = Prerequisite.RUNBOOK;
    return missing.isEmpty() ? Optional.empty() : Optional.of(new FailedCheck(runbook.check(), runbook.code(),
        "not configured for " + source.getOsFamily() + ": " + String.join(", ", missing), runbook.remedy()));
  }

  /** What the installation would refuse, with the same words. */
  private Optional<FailedCheck> foreignAgent(HostProfile host, CheckPrerequisites operation) throws PushFailure {
    var bound = operation.bound();
    try {
      var refusal = bound == null
          ? Adoption.refusal(host.agentSourceServers(), host.hostname(), operation.header().serverId(), operation.account(), known)
          : BoundAgent.refusal(bound, host.agentSourceServers(), operation.account(), known);
      return refusal.map(why -> new FailedCheck(Prerequisite.FOREIGN_AGENT.check(), why.code(),
              why.message(), why.remedy()));
    } catch (UnreachableException e) {
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, operation.header().serverId(),
          "MGN cannot be asked about the installed agent: " + e.getMessage(), "check the MGN endpoint and the role");
    }
  }
}
