package dev.convoy.replication.follow;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FollowHandlersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final Duration POLL = Duration.ofSeconds(20);

  private final FakeSourceServers servers = new FakeSourceServers();
  private final StartReplicationHandler start =
      new StartReplicationHandler(servers, Duration.ofMinutes(3), POLL, CLOCK);
  private final RetryReplicationHandler retry =
      new RetryReplicationHandler(servers, Duration.ofMinutes(3), POLL, CLOCK);
  private final FollowReplicationHandler follow =
      new FollowReplicationHandler(servers, Duration.ofMinutes(5), POLL, CLOCK);

  @Test
  void replicationIsStartedOnlyWhereItIsStopped() {
    servers.servers.put("s-a", FakeSourceServers.in("STOPPED"));
    servers.servers.put("s-b", FakeSourceServers.in("INITIAL_SYNC"));
    servers.servers.put("s-c", FakeSourceServers.in("DISCONNECTED"));
    var seen = start.observe(List.of(start("a"), start("b"), start("c"), start("d")));
    assertThat(seen.get(start("a").id())).isInstanceOf(Observation.NotDone.class);
    assertThat(outcome(seen.get(start("b").id()))).isInstanceOf(ReplicationRunning.class);
    assertThat(code(seen.get(start("c").id()))).isEqualTo("CVY-3205");
    assertThat(code(seen.get(start("d").id()))).isEqualTo("CVY-3201");
    assertThat(servers.reads).hasSize(1);
    assertThat(start.act(List.of(start("a"))).get(start("a").id())).isInstanceOf(Acted.Ended.class);
    assertThat(servers.started).containsExactly("s-a");
  }

  @Test
  void aStartBeyondTheQuotaOfTheAccountWaits() {
    servers.refusal = "ServiceQuotaExceededException";
    assertThat(start.act(List.of(start("a"))).get(start("a").id())).isInstanceOf(Acted.NotAccepted.class);
    servers.refusal = "ConflictException";
    assertThat(start.act(List.of(start("a"))).get(start("a").id())).isInstanceOf(Acted.Ended.class);
  }

  @Test
  void onlyAStalledReplicationIsPushedAndARefusalEndsTheMatter() {
    servers.servers.put("s-a", FakeSourceServers.in("STALLED"));
    servers.servers.put("s-b", FakeSourceServers.in("CONTINUOUS"));
    var seen = retry.observe(List.of(retry("a"), retry("b")));
    assertThat(seen.get(retry("a").id())).isInstanceOf(Observation.NotDone.class);
    assertThat(seen.get(retry("b").id())).isInstanceOf(Observation.Ended.class);
    servers.refusal = "ConflictException";
    assertThat(retry.act(List.of(retry("a"))).get(retry("a").id())).isInstanceOf(Acted.Ended.class);
  }

  @Test
  void oneReadServesAllServersOfAnAccount() {
    servers.servers.put("s-a", FakeSourceServers.in("CONTINUOUS"));
    var seen = follow.observe(List.of(follow("a", null), follow("b", null)));
    assertThat(servers.reads).hasSize(1);
    assertThat(sighting(seen.get(follow("a", null).id())).state()).isEqualTo("CONTINUOUS");
    assertThat(sighting(seen.get(follow("b", null).id()))).isEqualTo(Sighting.absent());
  }

  @Test
  void aDrainedReplicationIsNewsAndAReadFromBeforeTheQuiesceIsNot() {
    servers.servers.put("s-a", new Sighting(
        "CONTINUOUS", "READY_FOR_TEST", Duration.ZERO, 100, 100, 0, null, null, NOW.plusSeconds(1)));
    var before = fingerprint(follow("a", null));
    assertThat(fingerprint(follow("a", NOW.minusSeconds(60)))).isNotEqualTo(before);
    assertThat(fingerprint(follow("a", NOW))).isEqualTo(before);
  }

  @Test
  void smallProgressIsNoNews() {
    assertThat(progress(41)).isEqualTo(progress(44)).isNotEqualTo(progress(45));
  }

  private @Nullable Object progress(long percent) {
    servers.servers.put("s-a",
        new Sighting("INITIAL_SYNC", "NOT_READY", null, 100, percent, 0, null, null, null));
    return fingerprint(follow("a", null));
  }

  private @Nullable Object fingerprint(FollowReplication operation) {
    return ((Observation.Running<ReplicationOutcome>) follow.observe(List.of(operation)).get(operation.id()))
        .fingerprint();
  }

  private static Sighting sighting(@Nullable Observation<ReplicationOutcome> seen) {
    return ((ReplicationSighted) ((Observation.Running<ReplicationOutcome>) seen).progress()).sighting();
  }

  private static String code(@Nullable Observation<ReplicationOutcome> seen) {
    return ((OperationFailed) outcome(seen)).failure().code();
  }

  private static ReplicationOutcome outcome(@Nullable Observation<ReplicationOutcome> seen) {
    return ((Observation.Ended<ReplicationOutcome>) seen).outcome();
  }

  private static StartReplication start(String server) {
    return new StartReplication(header(server, "StartReplication"), ACCOUNT, "s-" + server);
  }

  private static RetryReplication retry(String server) {
    return new RetryReplication(header(server, "RetryReplication"), ACCOUNT, "s-" + server);
  }

  private static FollowReplication follow(String server, @Nullable Instant quiescedAt) {
    return new FollowReplication(header(server, "FollowReplication"), ACCOUNT, "s-" + server, quiescedAt);
  }

  private static OperationHeader header(String server, String kind) {
    return new OperationHeader(server, kind, 1, 1, ACCOUNT.limitKey(), true, Instant.EPOCH, "wave-1");
  }
}
