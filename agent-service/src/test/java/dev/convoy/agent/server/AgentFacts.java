package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.SourceDetail;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What others say of the server {@code web-1}, and the policy of these tests. */
final class AgentFacts {

  static final String SERVER = "web-1";
  static final Failure PASSING = new Failure("CVY-2101", "no connection", "check the route", false);
  static final Failure LASTING = new Failure("CVY-2104", "refused", "correct the credential", true);
  static final SourceFacts FACTS = new SourceFacts("web-1", "Debian 12", "6.1", List.of(), List.of(22), List.of(), null);
  static final SourceFacts WHOLE = whole("6.1", "/dev/sda 100");

  /** In environment {@code lab} the kernel's headers are only told, and dongles are of no interest. */
  private static final CheckLevels LEVELS = new CheckLevels(Map.of("kernel-headers", CheckLevels.Level.OFF),
      Map.of("lab", Map.of("kernel-headers", CheckLevels.Level.WARN, "dongle", CheckLevels.Level.OFF)));

  private AgentFacts() {}

  static SourceFacts whole(String kernel, String... disks) {
    return new SourceFacts("web-1", "Debian 12", kernel, List.of(), List.of(22), List.of(),
        new SourceDetail(List.of(disks), List.of("nginx.service"), List.of("10.0.0.1"), "Europe/Berlin", List.of()));
  }

  static FailedCheck check(String name, String code, String detail) {
    return new FailedCheck(name, code, detail, "mend it");
  }

  static ServerDecided decided(int round, int attempt, Instant at) {
    return ServerDecided.newBuilder().setServerId(SERVER).setRound(round).setAttempt(attempt).setOccurredAt(at)
        .setDecision(ServerDecision.NORMAL).setCode("CVY-2241").setDecidedBy("me").setReason("known").build();
  }

  static ServerDecided decided(ServerDecision decision, int attempt, String code, Instant at) {
    return ServerDecided.newBuilder(decided(1, attempt, at)).setDecision(decision).setCode(code).build();
  }

  static AgentPolicy policy() {
    return removing(Duration.ZERO);
  }

  /** Agents of servers that have left are removed, and post-launch scripts copied. */
  static AgentPolicy copying() {
    var plain = removing(Duration.ofHours(1));
    return new AgentPolicy(plain.check(), plain.install(), plain.runbook(), plain.installWithin(), plain.runbookWithin(),
        plain.removeWithin(), true, LEVELS);
  }

  /** Agents of servers that have left are removed. */
  static AgentPolicy removing(Duration within) {
    var twice = new Backoff(2, Duration.ofSeconds(30), Duration.ofMinutes(10));
    return new AgentPolicy(twice, twice, twice, Duration.ofHours(1), Duration.ofMinutes(15), within, false, LEVELS);
  }

  /** Sources of environment {@code lab} are shut down, but for {@code spared}. */
  static PowerPolicy power() {
    return new PowerPolicy(Set.of("lab"), Set.of("spared"), Duration.ofMinutes(10), Duration.ofMinutes(1),
        Duration.ofMinutes(10), new Backoff(2, Duration.ofSeconds(30), Duration.ofMinutes(10)));
  }

  static ReplicationDrained drained(int round, Instant at) {
    return ReplicationDrained.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setQuiescedAt(at).setReadAt(at).setLagSeconds(0).build();
  }

  static CutoverFinalized finalized(int round, Instant at) {
    return CutoverFinalized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setSourceServerId("s-11111111111111111").build();
  }

  static BuildAuthorized build(int round, Instant at) {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    var target = TargetSettings.newBuilder().setEnvironment("lab").setAccount("111122223333").setRegion("eu-central-1")
        .setStagingSubnetId("subnet-1").setReplicationServerInstanceType("t3.small").setTestSubnetId("subnet-2")
        .setTargetSubnetId("subnet-3").build();
    return BuildAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setWaveId("wave-1").setTier(Tier.WEB).setSource(source).setTarget(target).build();
  }

  static BuildAuthorized bound(int round, String sourceServerId, Instant at) {
    return BuildAuthorized.newBuilder(build(round, at)).setSourceServerId(sourceServerId).build();
  }

  static AccountPrepared account(int round, Instant at) {
    return AccountPrepared.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setAccount("111122223333").setRegion("eu-central-1").setMaxReplicatingServers(150).build();
  }

  static QuiesceAuthorized turn(int round, Instant at) {
    return QuiesceAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setMoveGroup("g").setBackOutBy(at).build();
  }

  static RollbackStarted rollback(int round, Instant at) {
    return RollbackStarted.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setMoveGroup("g").setSourceQuiesced(true).build();
  }

  static RetryRequested retry(int round, Instant at) {
    return RetryRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setStage(Stage.BUILD_AUTHORIZED).setRequestedBy("me").build();
  }

  static ServerHeld held(int round, Instant at) {
    return ServerHeld.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setReason("pause").build();
  }

  static ServerResumed resumed(int round, Instant at) {
    return ServerResumed.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setReason("go on").build();
  }

  static RetestRequested retest(int round, Instant at) {
    return RetestRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setRequestedBy("me").build();
  }

  static ReinstallRequested reinstall(int round, boolean replicating, Instant at) {
    return ReinstallRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at)
        .setRequestedBy("me").setReason("a new kernel").setReplicating(replicating).build();
  }

  /** Asked for, or, with a time that is over, for its end. */
  static BreakGlassRequested breakGlass(int round, Instant until, Instant at) {
    return BreakGlassRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(at).setEndsAt(until)
        .setRequestedBy("me").setReason("nobody can log in").build();
  }

  static TestAuthorized test(int round, Instant at) {
    return TestAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setWaveId("wave-1").build();
  }

  static CutoverAuthorized cutover(int round, Instant at) {
    return CutoverAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setWaveId("wave-1").setMoveGroup("g").setMoveGroupSize(1).setGroupPolicy(GroupPolicy.HOLD).setTier(Tier.WEB)
        .setWindowEnd(at).setBackOutBy(at).build();
  }

  static WithdrawalRequested withdrawal(int round, Instant at) {
    return WithdrawalRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setRequestedBy("me").build();
  }

  static ServerRegistered registered(int round, Instant at) {
    var built = build(round, at);
    return ServerRegistered.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setName(SERVER).setStrategy(Strategy.REHOST).setWaveId("wave-1").setTier(Tier.WEB).setSource(built.getSource())
        .setTarget(built.getTarget()).build();
  }

  static ServerWithdrawn withdrawn(int round, Instant at) {
    return ServerWithdrawn.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(at)
        .setLeftBehind(List.of()).build();
  }
}
