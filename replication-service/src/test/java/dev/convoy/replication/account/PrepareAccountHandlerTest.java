package dev.convoy.replication.account;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.StagingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrepareAccountHandlerTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final StagingSettings STAGING = staging("subnet-1");

  private final FakeAccountGateway gateway = new FakeAccountGateway();
  private final PrepareAccountHandler handler = new PrepareAccountHandler(gateway, 150, Duration.ofMinutes(3),
      Duration.ofSeconds(20), Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void anUntouchedAccountIsInitializedAndGetsOneTemplateForAllServers() {
    var operations = List.of(operation("a", STAGING), operation("b", staging("subnet-2")));
    assertThat(handler.observe(operations).values()).allMatch(Observation.NotDone.class::isInstance);
    var acted = handler.act(operations);
    assertThat(gateway.initialized).isTrue();
    assertThat(gateway.templates).containsExactly(STAGING);
    assertThat(((AccountReady) ended(acted.get(operations.get(0).id()))).drift()).isEmpty();
    assertThat(((AccountReady) ended(acted.get(operations.get(1).id()))).drift())
        .containsExactly("subnet is subnet-1, wanted subnet-2");
  }

  @Test
  void aPreparedAccountIsLeftAsItIsAndItsDriftReported() {
    gateway.initialized = true;
    gateway.templates.add(staging("subnet-9"));
    var operation = operation("a", STAGING);
    var ready = (AccountReady) ((Observation.Ended<ReplicationOutcome>) handler.observe(List.of(operation))
        .get(operation.id())).outcome();
    assertThat(ready.drift()).containsExactly("subnet is subnet-9, wanted subnet-1");
    assertThat(ready.maxReplicatingServers()).isEqualTo(150);
  }

  @Test
  void severalTemplatesAreAMatterForAPerson() {
    gateway.initialized = true;
    gateway.templates.addAll(List.of(STAGING, STAGING));
    assertThat(failureCode("a")).isEqualTo("CVY-3103");
  }

  @Test
  void missingPermissionsAreAMatterForAPerson() {
    gateway.forbidden = true;
    assertThat(failureCode("a")).isEqualTo("CVY-3101");
  }

  @Test
  void noSecondTemplateIsCreatedWhileTheFirstMayNotShowYet() {
    gateway.loseAnswers = true;
    gateway.stale = true;
    assertThat(handler.act(List.of(operation("a", STAGING))).values()).allMatch(Acted.Unknown.class::isInstance);
    assertThat(handler.act(List.of(operation("b", STAGING))).values()).allMatch(Acted.NotAccepted.class::isInstance);
    assertThat(gateway.templates).hasSize(1);
  }

  private String failureCode(String server) {
    var operation = operation(server, STAGING);
    return ((OperationFailed) ((Observation.Ended<ReplicationOutcome>) handler.observe(List.of(operation))
        .get(operation.id())).outcome()).failure().code();
  }

  private static ReplicationOutcome ended(Acted<ReplicationOutcome> acted) {
    return ((Acted.Ended<ReplicationOutcome>) acted).outcome();
  }

  private static PrepareAccount operation(String server, StagingSettings settings) {
    return new PrepareAccount(new OperationHeader(server, "PrepareAccount", 1, 1, ACCOUNT.limitKey(), true,
        Instant.EPOCH, "wave-1"), ACCOUNT, settings);
  }

  private static StagingSettings staging(String subnet) {
    return new StagingSettings(subnet, List.of("sg-1"), "t3.small", null, true);
  }
}
