package dev.convoy.replication.config;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.replication.account.PrepareAccountHandler;
import dev.convoy.replication.adapter.aws.AwsPreflightGateway;
import dev.convoy.replication.adapter.mgn.MgnAccountGateway;
import dev.convoy.replication.adapter.mgn.MgnEstate;
import dev.convoy.replication.adapter.mgn.MgnSettingsGateway;
import dev.convoy.replication.adapter.mgn.MgnSourceServers;
import dev.convoy.replication.estate.EstateGateway;
import dev.convoy.replication.follow.FollowReplicationHandler;
import dev.convoy.replication.follow.RetryReplicationHandler;
import dev.convoy.replication.follow.SourceServers;
import dev.convoy.replication.follow.StartReplicationHandler;
import dev.convoy.replication.preflight.CheckLaunchHandler;
import dev.convoy.replication.preflight.Preflight;
import dev.convoy.replication.quota.QuotaAnswer;
import dev.convoy.replication.quota.QuotaDecider;
import dev.convoy.replication.quota.QuotaMessage;
import dev.convoy.replication.quota.QuotaPool;
import dev.convoy.replication.quota.QuotaRow;
import dev.convoy.replication.server.Facts;
import dev.convoy.replication.server.ReplicationDecider;
import dev.convoy.replication.server.ReplicationOperation;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ServerState;
import dev.convoy.replication.settings.ConfigureReplicationHandler;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service is made of; the kit runs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicationSettings.class)
class ReplicationConfiguration {

  @Bean
  ServiceDefinition<ServerState, ReplicationOperation, ReplicationOutcome> replicationService(
      ReplicationSettings settings) {
    return new ServiceDefinition<>(
        "replication",
        new ReplicationDecider(settings.policy()),
        ServerState.class,
        ReplicationOperation.class,
        ReplicationOutcome.class,
        Facts.TYPES,
        Map.of(QuotaDecider.ANSWERS, QuotaAnswer.class),
        List.of(new ServiceDefinition.Group<>("replication-quota", QuotaDecider.REQUESTS, QuotaMessage.class,
            new QuotaDecider(), QuotaPool.class, QuotaRow.class)));
  }

  @Bean
  SourceServers sourceServers(AwsClients clients) {
    return new MgnSourceServers(clients);
  }

  @Bean
  Preflight preflight(AwsClients clients, ReplicationSettings settings) {
    return new Preflight(new AwsPreflightGateway(clients), new MgnAccountGateway(clients),
        new Preflight.Settings(settings.maxReplicatingServers(), settings.privateRouting(), settings.installRoleName()));
  }

  @Bean
  EstateGateway estateGateway(AwsClients clients, Clock clock) {
    return new MgnEstate(clients, clock);
  }

  @Bean
  PrepareAccountHandler prepareAccount(
      AwsClients clients, ReplicationSettings settings, AwsSettings aws, Clock clock) {
    return new PrepareAccountHandler(new MgnAccountGateway(clients), settings.maxReplicatingServers(),
        aws.absenceAfter(), aws.pollInterval(), clock);
  }

  @Bean
  ConfigureReplicationHandler configureReplication(
      AwsClients clients, SourceServers servers, AwsSettings aws, Clock clock) {
    return new ConfigureReplicationHandler(new MgnSettingsGateway(clients), servers, aws.absenceAfter(), clock);
  }

  @Bean
  StartReplicationHandler startReplication(SourceServers servers, AwsSettings aws, Clock clock) {
    return new StartReplicationHandler(servers, aws.absenceAfter(), aws.pollInterval(), clock);
  }

  @Bean
  RetryReplicationHandler retryReplication(SourceServers servers, AwsSettings aws, Clock clock) {
    return new RetryReplicationHandler(servers, aws.absenceAfter(), aws.pollInterval(), clock);
  }

  @Bean
  FollowReplicationHandler followReplication(
      SourceServers servers, ReplicationSettings settings, AwsSettings aws, Clock clock) {
    return new FollowReplicationHandler(servers, settings.healthyLag(), aws.pollInterval(), clock);
  }

  @Bean
  CheckLaunchHandler checkLaunch(Preflight preflight, SourceServers servers, ReplicationSettings settings, Clock clock) {
    return new CheckLaunchHandler(preflight, servers, settings.checkEvery(), clock);
  }
}
