package dev.convoy.validation.verdict;

import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.common.DeclaredCheck;
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
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.validation.profile.Ports;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksProgressed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Facts and outcomes for the tests of this package. */
final class Launches {

  static final String SERVER = "web-014";
  static final ProfilePolicy PROFILE = new ProfilePolicy(true, Ports.of("left-out", List.of("22", "32768-65535")),
      Ports.of("blocking", List.of("443")), Map.of("postgresql.service", Ports.of("of", List.of("5432", "22"))), 3,
      Duration.ofMinutes(5));
  static final ValidationPolicy POLICY = new ValidationPolicy(Duration.ofMinutes(45), Duration.ofMinutes(30), PROFILE);

  private Launches() {}

  static BuildAuthorized build(DeclaredCheck... checks) {
    return build(1, checks);
  }

  static BuildAuthorized build(int round, DeclaredCheck... checks) {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("RHEL 9").setFqdn("web-014.example")
        .setAddress("127.40.0.1").setPort(2222).setCredential("linux").setSite("hq").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    var target = TargetSettings.newBuilder().setEnvironment("prod").setAccount("111122223333").setRegion("eu-central-1")
        .setRoleArn("arn:aws:iam::111122223333:role/ConvoyMigration").setStagingSubnetId("subnet-0000000a00")
        .setReplicationServerInstanceType("t3.small").setTestSubnetId("subnet-0000000b00")
        .setTargetSubnetId("subnet-0000000c00").build();
    return BuildAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setWaveId("wave-1").setTier(Tier.WEB).setSource(source).setTarget(target).setChecks(List.of(checks)).build();
  }

  static DeclaredCheck http() {
    return DeclaredCheck.newBuilder().setKind(CheckKind.HTTP).setPort(18080).setPath("/health").setExpectedStatus(200)
        .build();
  }

  static TestLaunched test(int round, int attempt) {
    return TestLaunched.newBuilder().setServerId(SERVER).setRound(round).setAttempt(attempt)
        .setOccurredAt(Instant.EPOCH).setAccount("111122223333").setRegion("eu-central-1").setJobId("mgnjob-1")
        .setInstanceId("i-test-" + round + attempt).setPrivateIp("127.61.0.9").setSubnetId("subnet-0000000b00")
        .setSecurityGroupIds(List.of()).build();
  }

  static CutoverLaunched cutover(int round) {
    return CutoverLaunched.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setAccount("111122223333").setRegion("eu-central-1").setJobId("mgnjob-2").setInstanceId("i-cutover-" + round)
        .setPrivateIp("127.62.0.9").setSubnetId("subnet-0000000c00").setSecurityGroupIds(List.of()).build();
  }

  static RetestRequested retest(int round) {
    return RetestRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setRequestedBy("ann").build();
  }

  static RetryRequested retry(Instant at) {
    return RetryRequested.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(at)
        .setStage(Stage.TEST_LAUNCHED).setRequestedBy("ann").build();
  }

  static RollbackStarted rollback(int round) {
    return RollbackStarted.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setMoveGroup("wave-1/shop").setSourceQuiesced(true).build();
  }

  static TestAuthorized testAuthorized(int round) {
    return TestAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setWaveId("wave-1").build();
  }

  static CutoverAuthorized cutoverAuthorized(int round) {
    return CutoverAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0)
        .setOccurredAt(Instant.EPOCH).setWaveId("wave-1").setMoveGroup("g").setMoveGroupSize(1)
        .setGroupPolicy(GroupPolicy.HOLD).setTier(Tier.WEB).setWindowEnd(Instant.EPOCH).setBackOutBy(Instant.EPOCH)
        .build();
  }

  static RolledBack rolledBack(int round) {
    return RolledBack.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setReason("users complain").build();
  }

  static ServerWithdrawn withdrawn(int round) {
    return ServerWithdrawn.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setLeftBehind(List.of()).build();
  }

  static WithdrawalRequested withdrawal(int round) {
    return WithdrawalRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setRequestedBy("ann").build();
  }

  static CutoverFinalized finalized() {
    return CutoverFinalized.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(Instant.EPOCH)
        .setSourceServerId("s-1").build();
  }

  /** A look of this round at this minute of the day. */
  static SourceProfiled profiled(int round, int minute, Integer... ports) {
    return SourceProfiled.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1)
        .setOccurredAt(Instant.EPOCH.plus(Duration.ofMinutes(minute))).setHostname("web-014").setOs("RHEL 9").setKernel("5.14")
        .setListeningPorts(List.of(ports)).setServices(List.of("nginx.service")).setDisks(List.of("/dev/sda 1073741824"))
        .build();
  }

  static ChecksPassed passed(RunChecks operation) {
    return new ChecksPassed(OutcomeHeader.of(operation.header(), Instant.EPOCH),
        List.of(evidence(CheckKind.EC2_STATUS, CheckResult.PASSED)));
  }

  static ChecksProgressed progressed(RunChecks operation) {
    return progressed(operation, evidence());
  }

  static ChecksProgressed progressed(RunChecks operation, List<CheckEvidence> evidence) {
    return new ChecksProgressed(OutcomeHeader.of(operation.header(), Instant.EPOCH), evidence);
  }

  static List<CheckEvidence> evidence() {
    return List.of(evidence(CheckKind.EC2_STATUS, CheckResult.PASSED), evidence(CheckKind.HTTP, CheckResult.FAILED));
  }

  static CheckEvidence evidence(CheckKind kind, CheckResult result) {
    return CheckEvidence.newBuilder().setKind(kind).setTarget("http://127.61.0.9:18080/health").setResult(result)
        .setDetail("answers 503, expected 200").setObservedAt(Instant.EPOCH).build();
  }
}
