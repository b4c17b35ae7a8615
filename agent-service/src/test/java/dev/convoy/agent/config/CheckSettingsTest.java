package dev.convoy.agent.config;

import dev.convoy.agent.server.CheckLevels;
import dev.convoy.agent.server.CheckLevels.Level;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class CheckSettingsTest {

  private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(AgentSettings.class)
  static class Settings {

    @Bean
    CheckLevels levels(AgentSettings settings) {
      settings.checks().systems();
      return settings.checks().checkLevels(settings.warnings());
    }
  }

  @Test
  void levelsAreReadByEnvironmentAndChecksOfYourOwnHaveOneToo() {
    runner.withPropertyValues("convoy.agent.warnings=ram", "convoy.agent.checks.levels.dongle=off",
        "convoy.agent.checks.environments.production.licence=warn",
        "convoy.agent.checks.linux-systems=ubuntu 18.04 24.04",
        "convoy.agent.checks.own.licence.linux=test -f /etc/licence").run(context ->
            assertThat(context.getBean(CheckLevels.class)).isEqualTo(new CheckLevels(
                Map.of("ram", Level.WARN, "dongle", Level.OFF), Map.of("production", Map.of("licence", Level.WARN)))));
  }

  @ParameterizedTest
  @CsvSource({
    "convoy.agent.checks.levels.dogle=off, [CVY-2302] agent-service: convoy.agent.checks.levels.dogle is the level of no check",
    "convoy.agent.checks.environments.prod.x=warn, [CVY-2302] agent-service: convoy.agent.checks.environments.prod.x is",
    "convoy.agent.checks.own.ram.linux=true, [CVY-2303] agent-service: convoy.agent.checks.own.ram is the name of a check",
    "convoy.agent.checks.own.ours.linux=, [CVY-2303] agent-service: convoy.agent.checks.own.ours has neither a text",
    "convoy.agent.checks.linux-systems=ubuntu, [CVY-2304] agent-service: convoy.agent.checks.linux-systems has 'ubuntu'",
    "convoy.agent.checks.levels.dongle=maybe, No enum constant"})
  void whatIsWrongStopsTheStartAndIsNamed(String property, String message) {
    runner.withPropertyValues(property.endsWith("=") ? property + " " : property).run(context -> assertThat(context)
        .hasFailed().getFailure().rootCause().hasMessageContaining(message));
  }

  @Test
  void nothingConfiguredChangesNothing() {
    runner.run(context -> assertThat(context.getBean(CheckLevels.class)).isEqualTo(CheckLevels.AS_FOUND)
        .satisfies(levels -> levels.requireKnown(Set.of())));
  }
}
