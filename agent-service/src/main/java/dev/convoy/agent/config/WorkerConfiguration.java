package dev.convoy.agent.config;

import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.AgentOutcome.Served;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.WorkerGroups;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.UnservedReports;
import dev.convoy.kit.worker.WorkerGroup;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the workers of sites and waves apart. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
public class WorkerConfiguration {

  @Bean
  WorkerGroups workerGroups(WorkerSettings settings) {
    return settings.all();
  }

  @Bean
  WorkerGroup workerGroup(WorkerSettings settings, WorkerGroups groups) {
    return new WorkerGroup(groups.serving(settings.told()));
  }

  @Bean
  UnservedReports<AgentOutcome> unservedReports(WorkerSettings settings, WorkerGroups groups, Clock clock) {
    return new UnservedReports<>(groups.names(), settings.missingAfter(),
        operation -> new Unserved(OutcomeHeader.of(operation, clock.instant())),
        operation -> new Served(OutcomeHeader.of(operation, clock.instant())));
  }
}
