package dev.convoy.agent.config;

import dev.convoy.agent.adapter.aws.MgnSourceServers;
import dev.convoy.agent.adapter.aws.StsInstallerCredentials;
import dev.convoy.agent.adapter.download.CachedInstallers;
import dev.convoy.agent.breakglass.BreakGlassAccount;
import dev.convoy.agent.breakglass.CloseHandler;
import dev.convoy.agent.breakglass.OpenHandler;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.InstallOptions;
import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.InstallPrograms.Addresses;
import dev.convoy.agent.host.InstallRequest;
import dev.convoy.agent.host.InstallerFile;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.install.AdoptHandler;
import dev.convoy.agent.install.CopyHandler;
import dev.convoy.agent.install.InstallHandler;
import dev.convoy.agent.install.InstallerCredentials;
import dev.convoy.agent.install.InstallerFiles;
import dev.convoy.agent.install.InstallerWays;
import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.agent.install.PostLaunchScripts;
import dev.convoy.agent.install.PushMetrics;
import dev.convoy.agent.install.RemoveHandler;
import dev.convoy.agent.install.Withheld;
import dev.convoy.agent.prerequisites.PrerequisitesHandler;
import dev.convoy.agent.prerequisites.ProfileHandler;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.runbook.RunbookHandler;
import dev.convoy.agent.runbook.Runbooks;
import dev.convoy.agent.server.AgentDecider;
import dev.convoy.agent.server.AgentOperation;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.AgentPolicy;
import dev.convoy.agent.server.AgentServer;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.PowerPolicy;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.agent.server.WorkerGroups;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.streams.ServiceDefinition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts agent-service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AgentSettings.class, InstallerSettings.class})
public class AgentConfiguration {

  @Bean
  ServiceDefinition<AgentServer, AgentOperation, AgentOutcome> definition(
      AgentSettings settings, WorkerGroups groups, PowerPolicy power) {
    var backoff = new Backoff(settings.attempts(), settings.retryFirst(), settings.retryMost());
    var policy = new AgentPolicy(backoff, backoff, backoff, settings.installWithin(), settings.runbookWithin(),
        settings.removeWithin(), !settings.postLaunch().isEmpty(), settings.checks().checkLevels(settings.warnings()));
    return new ServiceDefinition<>("agent", new AgentDecider(policy, groups, power), AgentServer.class, AgentOperation.class,
        AgentOutcome.class, AgentDecider.FACTS, Map.of(), List.of());
  }

  @Bean
  HostWork hostWork(HostProtocol hosts, Credentials credentials, Sites sites, AgentSettings settings) {
    return new HostWork(hosts, credentials, sites, settings.sessionWithin(), settings.sessionLimits());
  }

  @Bean
  Programs installs(AgentSettings settings) {
    return new Programs(settings.installLimits());
  }

  @Bean
  MeterBinder hostMetrics(HostWork work, Programs installs) {
    return registry -> {
      Gauge.builder("convoy.hosts.sessions", work, HostWork::sessions)
          .description("sessions with source hosts that are open or being opened").register(registry);
      Gauge.builder("convoy.hosts.waiting", work, HostWork::waiting)
          .description("operations that wait for a session").register(registry);
      Gauge.builder("convoy.hosts.installs", installs, Programs::running)
          .description("installers that run, as far as this instance knows").register(registry);
      Gauge.builder("convoy.hosts.installs.waiting", installs, Programs::waiting)
          .description("installs that wait until fewer run in their site").register(registry);
    };
  }

  @Bean
  KnownSourceServers knownSourceServers(AwsClients clients) {
    return new MgnSourceServers(clients);
  }

  @Bean
  InstallerWays installerWays(InstallerSettings settings) {
    return settings.ways();
  }

  /** Asked for a file only where one is pushed. */
  @Bean
  InstallerFiles installerFiles(InstallerSettings installer, AgentSettings settings, Clock clock) {
    return new CachedInstallers(Path.of(installer.installerCache()), installer.pushFrom()
        .<BiFunction<String, InstallerFile, Addresses>>map(from -> (region, file) -> InstallPrograms.addresses(
            new InstallRequest("", region, settings.s3Endpoint(), "", settings.installWithin(), from, InstallOptions.NONE), file))
        .orElse(null), clock);
  }

  @Bean
  InstallerCredentials installerCredentials(AwsClients clients, Clock clock, AgentSettings settings) {
    return new StsInstallerCredentials(clients, settings.installRoleName(), settings.installWithin(), clock);
  }

  @Bean
  Runbooks runbooks(AgentSettings settings) {
    if (settings.runbookCheckWithin().compareTo(settings.runbookWithin()) >= 0) {
      throw new IllegalArgumentException("[CVY-2403] convoy.agent.runbook-check-within is not shorter than "
          + "convoy.agent.runbook-within, so a check would be cut off; correct the configuration of agent-service");
    }
    return new Runbooks(settings.runbooks(), settings.runbookCheckWithin());
  }

  @Bean
  PrerequisitesHandler prerequisitesHandler(
      HostWork work, KnownSourceServers known, InstallerCredentials credentials, Runbooks runbooks, Clock clock,
      AgentSettings settings, InstallerWays ways) {
    return new PrerequisitesHandler(new PrerequisitesHandler.Settings(
        settings.checkMgn(), settings.checkS3(), settings.checkStaging(), settings.checks().systems(),
        settings.checks().ownChecks(), ways), work, known, credentials, runbooks, clock);
  }

  @Bean
  ProfileHandler profileHandler(HostWork work, KnownSourceServers known, Clock clock) {
    return new ProfileHandler(work, known, clock);
  }

  /** An agent registers with MGN by a call of its own, which no client of ours could withhold. */
  @Bean
  Withheld withheld(AwsSettings aws, PlannedCalls planned) {
    return (account, serverId) -> {
      var observes = aws.observes(account);
      if (observes) {
        planned.withheld(account.account(), account.region(), "host", "InstallAgent", List.of(serverId),
            "the agent installed on its host, which registers it with MGN");
      }
      return observes;
    };
  }

  @Bean
  PushMetrics pushMetrics(MeterRegistry registry) {
    return new PushMetrics(registry);
  }

  @Bean
  InstallHandler installHandler(
      HostWork work, Programs installs, KnownSourceServers known, InstallerCredentials credentials, Clock clock,
      AgentSettings settings, InstallerWays ways, InstallerFiles files, PushMetrics pushes, Withheld withheld) {
    return new InstallHandler(
        new InstallHandler.Settings(settings.s3Endpoint(), settings.mgnEndpoint(), settings.installWithin(),
            settings.knownWithin(), settings.installerUpgrade(), ways, withheld),
        credentials, known, files, pushes, work, installs, clock, settings.pollInterval());
  }

  @Bean
  AdoptHandler adoptHandler(KnownSourceServers known, HostWork work, Clock clock, AgentSettings settings) {
    return new AdoptHandler(known, work, clock, settings.pollInterval());
  }

  @Bean
  CopyHandler copyHandler(HostWork work, Programs installs, Clock clock, AgentSettings settings) {
    return new CopyHandler(new PostLaunchScripts(settings.postLaunch()), work, installs, clock, settings.pollInterval(),
        settings.runbookWithin());
  }

  @Bean
  BreakGlassAccount breakGlassAccount(AgentSettings settings, SecretReferences references) {
    var account = settings.breakGlass();
    return new BreakGlassAccount(account.user(), account.password(), account.authorizedKey(), references);
  }

  @Bean
  OpenHandler openBreakGlassHandler(HostWork work, BreakGlassAccount account, Clock clock, AgentSettings settings) {
    return new OpenHandler(account, work, clock, settings.pollInterval());
  }

  @Bean
  CloseHandler closeBreakGlassHandler(HostWork work, BreakGlassAccount account, Clock clock, AgentSettings settings) {
    return new CloseHandler(account, work, clock, settings.pollInterval());
  }

  @Bean
  RemoveHandler removeHandler(HostWork work, Programs installs, Clock clock, AgentSettings settings) {
    return new RemoveHandler(work, installs, clock, settings.pollInterval(), settings.removeWithin());
  }

  @Bean
  RunbookHandler<Quiesce> quiesceHandler(
      HostWork work, Runbooks runbooks, Clock clock, AgentSettings settings) {
    return new RunbookHandler<>(Quiesce.class, ProgramSpec.Kind.QUIESCE, Urgency.CUTOVER,
        SourceHost::getQuiesceRunbook, runbooks, work, clock, settings.pollInterval(), settings.runbookWithin());
  }

  @Bean
  RunbookHandler<Resume> resumeHandler(
      HostWork work, Runbooks runbooks, Clock clock, AgentSettings settings) {
    return new RunbookHandler<>(Resume.class, ProgramSpec.Kind.RESUME, Urgency.RESUME,
        SourceHost::getResumeRunbook, runbooks, work, clock, settings.pollInterval(), settings.runbookWithin());
  }
}
