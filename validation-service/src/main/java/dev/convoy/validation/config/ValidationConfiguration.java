package dev.convoy.validation.config;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.validation.adapter.ec2.Ec2InstanceStatuses;
import dev.convoy.validation.adapter.net.NetworkProbes;
import dev.convoy.validation.checks.RunChecksHandler;
import dev.convoy.validation.verdict.Facts;
import dev.convoy.validation.verdict.ValidationOperation;
import dev.convoy.validation.verdict.ValidationOutcome;
import dev.convoy.validation.verdict.VerdictDecider;
import dev.convoy.validation.verdict.VerdictState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service is made of; the kit runs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ValidationSettings.class)
class ValidationConfiguration {

  @Bean
  ServiceDefinition<VerdictState, ValidationOperation, ValidationOutcome> validationService(
      ValidationSettings settings) {
    return new ServiceDefinition<>(
        "validation",
        new VerdictDecider(settings.policy()),
        VerdictState.class,
        ValidationOperation.class,
        ValidationOutcome.class,
        Facts.TYPES,
        Map.of(),
        List.of());
  }

  @Bean
  NetworkProbes networkProbes(ValidationSettings settings) {
    return new NetworkProbes(settings.probeTimeout(), settings.probesAtOnce());
  }

  @Bean
  RunChecksHandler runChecks(
      AwsClients clients, NetworkProbes probes, ValidationSettings settings, AwsSettings aws, Clock clock) {
    return new RunChecksHandler(new Ec2InstanceStatuses(clients), probes, settings.profile().policy(), aws.pollInterval(), clock);
  }
}
