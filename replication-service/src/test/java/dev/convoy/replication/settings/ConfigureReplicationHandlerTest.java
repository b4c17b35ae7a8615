package dev.convoy.replication.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.replication.follow.FakeSourceServers;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import dev.convoy.replication.server.StagingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigureReplicationHandlerTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);

  private final FakeSourceServers servers = new FakeSourceServers();
  private final FakeSettingsGateway settings = new FakeSettingsGateway();
  private final ConfigureReplicationHandler handler =
      new ConfigureReplicationHandler(settings, servers, Duration.ofMinutes(3), Clock.systemUTC());
  private final ConfigureReplication operation = new ConfigureReplication(
      new OperationHeader("a", "ConfigureReplication", 1, 1, ACCOUNT.limitKey(), true, Instant.EPOCH, "wave-1"),
      ACCOUNT, "s-a", staging("subnet-1", "key-1"));

  @BeforeEach
  void aStoppedServer() {
    servers.servers.put("s-a", FakeSourceServers.in("STOPPED"));
  }

  @Test
  void settingsThatStandAreNotWritten() throws InterruptedException {
    settings.byServer.put("s-a", staging("subnet-1", "key-1"));
    assertThat(seen()).isInstanceOf(SettingsInPlace.class);
    assertThat(settings.writes).isZero();
  }

  @Test
  void settingsThatDifferAreWrittenAndReadBack() throws InterruptedException {
    settings.byServer.put("s-a", staging("subnet-9", null));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    assertThat(written()).isInstanceOf(SettingsInPlace.class);
    assertThat(settings.writes).isOne();
  }

  @Test
  void settingsThatAreReadBackOtherwiseAreAFailure() throws InterruptedException {
    settings.byServer.put("s-a", staging("subnet-9", null));
    settings.deaf = true;
    assertThat(((OperationFailed) written()).failure().code()).isEqualTo("CVY-3204");
  }

  @Test
  void theKeyOfARunningReplicationIsNeverChanged() throws InterruptedException {
    servers.servers.put("s-a", FakeSourceServers.in("CONTINUOUS"));
    settings.byServer.put("s-a", staging("subnet-1", "key-2"));
    var failure = ((OperationFailed) seen()).failure();
    assertThat(failure.code()).isEqualTo("CVY-3202");
    assertThat(failure.permanent()).isTrue();
  }

  @Test
  void otherSettingsOfARunningReplicationMayBeChanged() throws InterruptedException {
    servers.servers.put("s-a", FakeSourceServers.in("CONTINUOUS"));
    settings.byServer.put("s-a", staging("subnet-9", "key-1"));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void aServerThatIsNotListedIsAFailure() throws InterruptedException {
    servers.servers.clear();
    assertThat(((OperationFailed) seen()).failure().code()).isEqualTo("CVY-3201");
  }

  private ReplicationOutcome seen() throws InterruptedException {
    return ((Observation.Ended<ReplicationOutcome>) handler.observe(List.of(operation)).get(operation.id()))
        .outcome();
  }

  private ReplicationOutcome written() {
    return ((Acted.Ended<ReplicationOutcome>) handler.act(List.of(operation)).get(operation.id())).outcome();
  }

  private static StagingSettings staging(String subnet, @Nullable String key) {
    return new StagingSettings(subnet, List.of("sg-2", "sg-1"), "t3.small", key, true);
  }

  private static final class FakeSettingsGateway implements SettingsGateway {
    final Map<String, StagingSettings> byServer = new HashMap<>();
    int writes;
    boolean deaf;

    @Override
    public StagingSettings read(AccountKey account, String sourceServerId) {
      return Objects.requireNonNull(byServer.get(sourceServerId));
    }

    @Override
    public Answer<Boolean> write(AccountKey account, String sourceServerId, StagingSettings settings) {
      writes++;
      if (!deaf) {
        byServer.put(sourceServerId, settings);
      }
      return new Answer.Ok<>(true);
    }
  }
}
