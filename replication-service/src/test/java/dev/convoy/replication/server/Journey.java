package dev.convoy.replication.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.replication.quota.QuotaAnswer.PlaceTaken;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings a server to any phase, and makes the facts and sightings of its tests. */
final class Journey {

  static final String SERVER = "web-014";
  static final String SOURCE = "s-0123456789abcdef0";
  static final ReplicationPolicy POLICY = new ReplicationPolicy(
      new Backoff(3, Duration.ofSeconds(30), Duration.ofMinutes(10)), Duration.ofMinutes(5), Duration.ofDays(7),
      Duration.ofHours(2), Duration.ofMinutes(30), true, Duration.ZERO);
  /** The same, and launches are foreseen. */
  static final ReplicationPolicy LOOKING = new ReplicationPolicy(POLICY.retries(), POLICY.healthyLag(),
      POLICY.healthyWithin(), POLICY.stalledWithin(), POLICY.drainWithin(), true, Duration.ofMinutes(15));
  static final Failure PASSING = new Failure("CVY-3201", "not listed", "wait", false);
  static final Failure PERMANENT = new Failure("CVY-3101", "not allowed", "grant it", true);

  private Journey() {}

  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> start(Set<String> visited) {
    return start(POLICY, visited);
  }

  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> start(
      ReplicationPolicy policy, Set<String> visited) {
    return DeciderScenario.of(new ReplicationDecider(policy), SERVER, visited);
  }

  /** A server that replicates, and whose launch is looked at. */
  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> foreseen(Set<String> visited) {
    return start(LOOKING, visited).given(build(1))
        .when(PrepareAccount.class, o -> new AccountReady(header(o, Instant.EPOCH), 150, List.of())).given(installed())
        .when(ConfigureReplication.class, o -> new SettingsInPlace(header(o, Instant.EPOCH)))
        .given(new PlaceTaken(SERVER, 0))
        .when(StartReplication.class, o -> new ReplicationRunning(header(o, Instant.EPOCH))).forget();
  }

  /** A server in the phase, with nothing published yet as far as the test sees. */
  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> to(Phase phase, Set<String> visited) {
    return (switch (phase) {
      case IDLE -> start(visited);
      case PREPARING -> start(visited).given(build(1));
      case PREPARATION_FAILED -> to(Phase.PREPARING, visited)
          .when(PrepareAccount.class, o -> failed(o, PERMANENT));
      case PREPARED -> to(Phase.PREPARING, visited)
          .when(PrepareAccount.class, o -> new AccountReady(header(o, Instant.EPOCH), 150, List.of()));
      case CONFIGURING -> to(Phase.PREPARED, visited).given(installed());
      case CONFIGURATION_FAILED -> to(Phase.CONFIGURING, visited)
          .when(ConfigureReplication.class, o -> failed(o, PERMANENT));
      case QUEUED -> to(Phase.CONFIGURING, visited)
          .when(ConfigureReplication.class, o -> new SettingsInPlace(header(o, Instant.EPOCH)));
      case STARTING -> to(Phase.QUEUED, visited).given(new PlaceTaken(SERVER, 0));
      case START_FAILED -> to(Phase.STARTING, visited).when(StartReplication.class, o -> failed(o, PERMANENT));
      case SYNCING -> to(Phase.STARTING, visited)
          .when(StartReplication.class, o -> new ReplicationRunning(header(o, Instant.EPOCH)));
      case HEALTHY -> sight(to(Phase.SYNCING, visited), continuous(Duration.ZERO, null));
      case UNHEALTHY -> sight(to(Phase.HEALTHY, visited), state("BACKLOG"));
      case OVERDUE -> sight(to(Phase.SYNCING, visited), state("STALLED"))
          .when(RetryReplication.class, o -> new ReplicationRetried(header(o, Instant.EPOCH), "accepted"))
          .after(POLICY.stalledWithin());
      case DRAINING -> quiesce(to(Phase.HEALTHY, visited));
      case DRAINED -> drain(to(Phase.DRAINING, visited));
      case DRAIN_FAILED -> to(Phase.DRAINING, visited).after(POLICY.drainWithin());
      case WITHDRAWING -> start(visited).given(withdrawalRequested(1));
      case ENDED -> start(visited).given(withdrawn(1));
    }).forget();
  }

  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> sight(
      DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> scenario, Sighting sighting) {
    return scenario.when(FollowReplication.class,
        o -> new ReplicationSighted(header(o, scenario.now()), sighting));
  }

  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> quiesce(
      DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> scenario) {
    return scenario.after(Duration.ofMinutes(1)).given(quiesced(1, scenario.now()));
  }

  /** A read a minute after the quiesce, with the agent heard since. */
  static DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> drain(
      DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> scenario) {
    scenario.after(Duration.ofMinutes(1));
    return sight(scenario, continuous(Duration.ZERO, scenario.now().minusSeconds(5)));
  }

  static OperationFailed failed(ReplicationOperation operation, Failure failure) {
    return new OperationFailed(header(operation, Instant.EPOCH), failure);
  }

  static OutcomeHeader header(ReplicationOperation operation, Instant at) {
    return OutcomeHeader.of(operation.header(), at);
  }

  static Sighting continuous(Duration lag, @Nullable Instant lastSeenAt) {
    return new Sighting(Sighting.CONTINUOUS, "READY_FOR_TEST", lag, 100, 100, 0, null, null, lastSeenAt);
  }

  static Sighting state(String state) {
    return new Sighting(state, "NOT_READY", null, 100, 40, 10, null, null, null);
  }

  static Sighting error(String error) {
    return new Sighting(Sighting.STALLED, "NOT_READY", null, 100, 40, 10, error, null, null);
  }

  static TargetSettings target() {
    return TargetSettings.newBuilder().setEnvironment("prod").setAccount("111122223333").setRegion("eu-central-1")
        .setRoleArn("arn:aws:iam::111122223333:role/ConvoyMigration").setStagingSubnetId("subnet-0000000a00")
        .setStagingSecurityGroupIds(List.of("sg-0000000a00")).setReplicationServerInstanceType("t3.small")
        .setTestSubnetId("subnet-0000000b00").setTargetSubnetId("subnet-0000000c00").build();
  }

  static BuildAuthorized build(int round) {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("RHEL 9").setFqdn("web-014.example")
        .setAddress("127.40.0.1").setPort(2222).setCredential("linux").setSite("hq").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    return BuildAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setWaveId("wave-1").setTier(Tier.WEB).setSource(source).setTarget(target())
        .setChecks(List.of()).build();
  }

  static AgentInstalled installed() {
    return installed(1);
  }

  static AgentInstalled installed(int round) {
    return AgentInstalled.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setAccount("111122223333").setRegion("eu-central-1").setSourceServerId(SOURCE).setAdopted(false).build();
  }

  static SourceQuiesced quiesced(int round, Instant at) {
    return SourceQuiesced.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setQuiescedAt(at).setRunbook("stop").setEvidence("writes stopped").build();
  }

  static SourceResumed resumed(int round, Instant at) {
    return SourceResumed.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setRunbook("start").setEvidence("writes resumed").build();
  }

  static TestAuthorized testAuthorized(int round) {
    return TestAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setWaveId("wave-1").build();
  }

  static RetestRequested retest(int round) {
    return RetestRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setRequestedBy("ann").build();
  }

  static CutoverAuthorized cutoverAuthorized(int round) {
    return CutoverAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0)
        .setOccurredAt(Instant.EPOCH).setWaveId("wave-1").setMoveGroup("g").setMoveGroupSize(1)
        .setGroupPolicy(GroupPolicy.HOLD).setTier(Tier.WEB).setWindowEnd(Instant.EPOCH).setBackOutBy(Instant.EPOCH)
        .build();
  }

  static RetryRequested retry(Instant at) {
    return RetryRequested.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(at)
        .setStage(Stage.AGENT_INSTALLED).setRequestedBy("ann").build();
  }

  static ServerHeld held(Instant at) {
    return ServerHeld.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(at).setReason("audit")
        .build();
  }

  static ServerResumed released(Instant at) {
    return ServerResumed.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(at)
        .setReason("audit over").build();
  }

  static WithdrawalRequested withdrawalRequested(int round) {
    return WithdrawalRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setRequestedBy("ann").build();
  }

  static ServerWithdrawn withdrawn(int round) {
    return ServerWithdrawn.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setLeftBehind(List.of()).build();
  }

  static CutoverFinalized finalized() {
    return CutoverFinalized.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setSourceServerId(SOURCE).build();
  }
}
