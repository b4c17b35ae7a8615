package dev.convoy.agent.config;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(RemoteConfiguration.class).withBean(AwsClients.class,
          () -> new AwsClients(new AwsSettings(null, Duration.ofSeconds(5), 5, 2, Duration.ofSeconds(180),
              Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(1))));

  @Test
  void propertiesBecomeCredentialsAndSettings() {
    runner.withPropertyValues(
        "convoy.credentials.windows.type=winrm", "convoy.credentials.windows.user=Administrator",
        "convoy.credentials.windows.password=env:PATH", "convoy.credentials.windows.scheme=basic",
        "convoy.credentials.windows.https=false", "convoy.winrm.allow-basic-over-http=true",
        "convoy.winrm.operation-timeout=5s", "convoy.ssh.known-hosts=/etc/ssh/ssh_known_hosts").run(context -> {
          assertThat(context).hasSingleBean(HostProtocol.class);
          assertThat(context.getBean(Credentials.class).resolve("win-1", "windows")).isEqualTo(
              new Credential.WinRmPassword("Administrator", System.getenv("PATH"), Credential.Scheme.BASIC, false));
          RemoteProperties properties = context.getBean(RemoteProperties.class);
          assertThat(properties.winRmSettings().allowBasicOverHttp()).isTrue();
          assertThat(properties.winRmSettings().operationTimeout()).hasSeconds(5);
          assertThat(properties.sshSettings().connectTimeout()).hasSeconds(10);
        });
  }

  @Test
  void aWrongCredentialStopsTheStartAndNamesTheProperty() {
    runner.withPropertyValues("convoy.credentials.linux.type=ssh-key", "convoy.credentials.linux.user=migrate",
        "convoy.credentials.linux.key=file:/no/such/key").run(context -> assertThat(context).hasFailed()
            .getFailure().rootCause().hasMessageContaining("[CVY-2001] convoy.credentials.linux.key refers to "));
  }

  @Test
  void aTimeOfSecretsManagerThatIsNoneStopsTheStart() {
    runner.withPropertyValues("convoy.secrets-manager.timeout=0s").run(context -> assertThat(context).hasFailed()
        .getFailure().rootCause().hasMessageContaining("[CVY-2004] convoy.secrets-manager.timeout "));
    runner.withPropertyValues("convoy.secrets-manager.keep-for=-1s").run(context -> assertThat(context).hasFailed()
        .getFailure().rootCause().hasMessageContaining("[CVY-2004] convoy.secrets-manager.keep-for "));
  }

  @Test
  void aSecretWithoutARegionStopsTheStart() {
    runner.withPropertyValues("convoy.credentials.linux.type=ssh-password", "convoy.credentials.linux.user=migrate",
        "convoy.credentials.linux.password=aws-secrets-manager:convoy/linux").run(context -> assertThat(context)
            .hasFailed().getFailure().rootCause().hasMessageContaining("[CVY-2001] convoy.credentials.linux.password ")
            .hasMessageContaining("convoy.secrets-manager.region"));
  }

  @Test
  void nothingConfiguredIsNothingToConnectWith() {
    runner.run(context -> assertThat(context).hasNotFailed());
  }
}
