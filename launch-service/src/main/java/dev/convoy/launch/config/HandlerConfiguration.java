package dev.convoy.launch.config;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.OutsideOfAws;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.launch.adapter.hook.HookNameGateway;
import dev.convoy.launch.adapter.hook.NameHooks;
import dev.convoy.launch.adapter.hook.NamesByZone;
import dev.convoy.launch.adapter.mgn.Ec2ImageGateway;
import dev.convoy.launch.adapter.mgn.Ec2TargetGateway;
import dev.convoy.launch.adapter.mgn.Ec2TemplateGateway;
import dev.convoy.launch.adapter.mgn.MgnActionGateway;
import dev.convoy.launch.adapter.mgn.MgnJobGateway;
import dev.convoy.launch.adapter.mgn.MgnLaunchConfigurationGateway;
import dev.convoy.launch.adapter.mgn.MgnSourceServerGateway;
import dev.convoy.launch.adapter.route53.Route53NameGateway;
import dev.convoy.launch.cutover.StartCutoverHandler;
import dev.convoy.launch.finalize.ArchiveServerHandler;
import dev.convoy.launch.finalize.FinalizeCutoverHandler;
import dev.convoy.launch.image.CreateImageHandler;
import dev.convoy.launch.jobs.JobGateway;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.names.ChangeNamesHandler;
import dev.convoy.launch.names.NameGateway;
import dev.convoy.launch.names.ReadNamesHandler;
import dev.convoy.launch.rollback.RevertLifecycleHandler;
import dev.convoy.launch.rollback.SnapshotTargetHandler;
import dev.convoy.launch.rollback.StopTargetHandler;
import dev.convoy.launch.settings.ConfigureLaunchHandler;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.test.MarkReadyHandler;
import dev.convoy.launch.test.StartTestHandler;
import dev.convoy.launch.test.TerminateTestHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service does in AWS; the kit's worker runs it. */
@Configuration(proxyBeanMethods = false)
class HandlerConfiguration {

  @Bean
  JobGateway jobGateway(AwsClients clients) {
    return new MgnJobGateway(clients);
  }

  @Bean
  SourceServerGateway sourceServerGateway(AwsClients clients) {
    return new MgnSourceServerGateway(clients);
  }

  @Bean
  TargetGateway targetGateway(AwsClients clients) {
    return new Ec2TargetGateway(clients);
  }

  @Bean
  TemplateGateway templateGateway(AwsClients clients) {
    return new Ec2TemplateGateway(clients);
  }

  @Bean
  NameGateway nameGateway(
      AwsClients clients, AwsSettings aws, PlannedCalls planned, NameHookSettings hooks, MeterRegistry meters) {
    return new NamesByZone(new Route53NameGateway(clients), new HookNameGateway(new NameHooks(hooks.nameHooks()),
        new OutsideOfAws(aws, planned), System.getenv(), meters));
  }

  /** How jobs of each kind are started. */
  @Bean
  Lanes lanes(JobGateway jobs, SourceServerGateway servers, LaunchSettings settings, AwsSettings aws, Clock clock) {
    return (kind, startable) -> new JobLane(kind, startable, jobs, servers, settings.jobSettings(aws), clock,
        () -> UUID.randomUUID().toString());
  }

  /** Makes the lane of a kind of job. */
  interface Lanes {
    JobLane of(JobKind kind, Predicate<SourceServer> startable);
  }

  @Bean
  Times times(AwsSettings aws) {
    return new Times(aws.absenceAfter(), aws.pollInterval());
  }

  @Bean
  ConfigureLaunchHandler configureLaunch(AwsClients clients, TemplateGateway templates, Times times, Clock clock) {
    return new ConfigureLaunchHandler(
        new MgnLaunchConfigurationGateway(clients), templates, new MgnActionGateway(clients), times, clock);
  }

  @Bean
  StartTestHandler startTest(
      Lanes lanes, SourceServerGateway servers, TargetGateway targets, TemplateGateway templates) {
    return new StartTestHandler(
        lanes.of(JobKind.START_TEST, StartTestHandler::startable), servers, targets, templates);
  }

  @Bean
  StartCutoverHandler startCutover(
      Lanes lanes, SourceServerGateway servers, TargetGateway targets, TemplateGateway templates) {
    return new StartCutoverHandler(
        lanes.of(JobKind.START_CUTOVER, StartCutoverHandler::startable), servers, targets, templates);
  }

  @Bean
  TerminateTestHandler terminateTest(Lanes lanes, TargetGateway targets) {
    return new TerminateTestHandler(lanes.of(JobKind.TERMINATE, TerminateTestHandler::startable), targets);
  }

  @Bean
  MarkReadyHandler markReady(SourceServerGateway servers, Times times, Clock clock) {
    return new MarkReadyHandler(servers, times, clock);
  }

  @Bean
  FinalizeCutoverHandler finalizeCutover(SourceServerGateway servers, Times times, Clock clock) {
    return new FinalizeCutoverHandler(servers, times, clock);
  }

  @Bean
  ArchiveServerHandler archiveServer(SourceServerGateway servers, Times times, Clock clock) {
    return new ArchiveServerHandler(servers, times, clock);
  }

  @Bean
  RevertLifecycleHandler revertLifecycle(SourceServerGateway servers, Times times, Clock clock) {
    return new RevertLifecycleHandler(servers, times, clock);
  }

  @Bean
  StopTargetHandler stopTarget(JobGateway jobs, TargetGateway targets, Times times, Clock clock) {
    return new StopTargetHandler(jobs, targets, times, clock);
  }

  @Bean
  ReadNamesHandler readNames(NameGateway names, AwsSettings aws, Clock clock) {
    return new ReadNamesHandler(names, aws.pollInterval(), clock);
  }

  @Bean
  ChangeNamesHandler changeNames(NameGateway names, AwsSettings aws, Clock clock) {
    return new ChangeNamesHandler(names, aws.absenceAfter(), aws.pollInterval(), clock);
  }

  @Bean
  SnapshotTargetHandler snapshotTarget(TargetGateway targets, Times times, Clock clock) {
    return new SnapshotTargetHandler(targets, times, clock);
  }

  @Bean
  CreateImageHandler createImage(AwsClients clients, Times times, Clock clock) {
    return new CreateImageHandler(new Ec2ImageGateway(clients), times, clock);
  }
}
