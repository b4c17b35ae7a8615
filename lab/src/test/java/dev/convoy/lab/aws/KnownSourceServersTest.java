package dev.convoy.lab.aws;

import dev.convoy.agent.adapter.aws.MgnSourceServers;
import dev.convoy.agent.adapter.aws.StsInstallerCredentials;
import dev.convoy.agent.install.KnownSourceServers.Listed;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the installation asks AWS, on the real SDK against the simulator. */
class KnownSourceServersTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);

  private final AwsLab lab = AwsLab.fast().prepared();
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final MgnSourceServers servers = new MgnSourceServers(clients);

  @BeforeEach
  void credentialsOfTheProcess() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  @Test
  void a_source_server_is_listed_with_what_tells_whose_it_is() {
    var id = lab.register("web-1");
    lab.register("web-2");
    assertThat(servers.listed(ACCOUNT, id)).get().satisfies(listed -> {
      assertThat(listed.id()).isEqualTo(id);
      assertThat(listed.userProvidedId()).isEqualTo("web-1");
      assertThat(listed.hostname()).isEqualTo("web-1");
      assertThat(listed.connected()).isTrue();
    });
    assertThat(servers.listedFor(ACCOUNT, "web-1")).map(Listed::id).contains(id);
    assertThat(servers.listedFor(ACCOUNT, "web-3")).isEmpty();
    assertThat(servers.listed(ACCOUNT, "s-ffffffffffffffff0")).isEmpty();
    assertThat(servers.listed(new AccountKey(ACCOUNT.account(), "eu-west-1", null), id)).as("another region").isEmpty();
  }

  @Test
  void one_that_was_disconnected_is_not_connected() {
    var id = lab.register("web-1");
    clients.mgnWriter(ACCOUNT).disconnectFromService(request -> request.sourceServerID(id));
    assertThat(servers.listed(ACCOUNT, id)).get().extracting(Listed::connected).isEqualTo(false);
  }

  @Test
  void sessions_longer_than_those_of_the_role_are_refused_with_a_remedy() throws PushFailure {
    assertThat(new StsInstallerCredentials(clients, "ConvoyAgentInstall", Duration.ofHours(1), Clock.systemUTC()).of(ACCOUNT)
        .accessKeyId()).startsWith("ASIA");
    var refused = catchThrowableOfType(PushFailure.class, () -> new StsInstallerCredentials(
        clients, "ConvoyAgentInstall", Duration.ofHours(2), Clock.systemUTC()).of(ACCOUNT));
    assertThat(refused.code()).isEqualTo("CVY-2319");
  }
}
