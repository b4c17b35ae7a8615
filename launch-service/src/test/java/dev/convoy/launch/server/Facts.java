package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import dev.convoy.events.common.VerdictLevel;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotGranted;
import dev.convoy.schemas.AvroModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What other services, groups and workers say of the server {@code web-001} in scenarios. */
final class Facts {

  static final String SERVER = "web-001";
  static final String GROUP = "wave-1/shop/111122223333/eu-central-1";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant WINDOW_END = START.plus(Duration.ofHours(4));
  static final Instant BACK_OUT_BY = START.plus(Duration.ofHours(5));
  static final String TEST_INSTANCE = "i-00000000000000001";
  static final String TARGET_INSTANCE = "i-00000000000000002";

  static {
    AvroModel.get(); // makes Avro trust the events
  }

  private Facts() {}

  static TargetSettings target() {
    return TargetSettings.newBuilder().setEnvironment("shop").setAccount("111122223333").setRegion("eu-central-1")
        .setStagingSubnetId("subnet-0000000a00").setReplicationServerInstanceType("t3.small")
        .setTestSubnetId("subnet-0000000b00").setTestSecurityGroupIds(List.of("sg-0000000b00"))
        .setTargetSubnetId("subnet-0000000c00").setTargetSecurityGroupIds(List.of("sg-0000000c00"))
        .setInstanceType("m6i.large").setTags(Map.of("app", "shop")).build();
  }

  static BuildAuthorized build(int round) {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("9").setFqdn("web-001.example")
        .setAddress("127.40.0.1").setPort(22).setCredential("default").setSite("dc1").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    return BuildAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setWaveId("wave-1").setTier(Tier.WEB).setSource(source).setTarget(target()).build();
  }

  static AgentInstalled agentInstalled() {
    return agentInstalled(1);
  }

  static AgentInstalled agentInstalled(int round) {
    return AgentInstalled.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setAccount("111122223333").setRegion("eu-central-1").setSourceServerId("s-00000000000000001").setAdopted(false)
        .build();
  }

  static ReplicationHealthy healthy(long second) {
    return ReplicationHealthy.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1)
        .setOccurredAt(START.plusSeconds(second)).setLagSeconds(0).build();
  }

  static ReplicationHealthy healthy(long second, long diskBytes) {
    return ReplicationHealthy.newBuilder(healthy(second)).setTotalBytes(diskBytes).build();
  }

  static ReplicationUnhealthy unhealthy(long second) {
    return ReplicationUnhealthy.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1)
        .setOccurredAt(START.plusSeconds(second)).setState("STALLED").setCode("CVY-3001").setMessage("stalled")
        .setRemedy("look").setFinal$(false).build();
  }

  static TestAuthorized testAuthorized(int round) {
    return TestAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setWaveId("wave-1").build();
  }

  static TestAuthorized testKept(int round, Duration keep) {
    return TestAuthorized.newBuilder(testAuthorized(round)).setKeepSeconds(keep.toSeconds()).build();
  }

  static TestAccepted testAccepted(int round) {
    return TestAccepted.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(START)
        .setAcceptedBy("ann").setReason("looks well").build();
  }

  static SnapshotsWaived snapshotsWaived(int round) {
    return SnapshotsWaived.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setWaivedBy("ann").setReason("nobody had written").build();
  }

  static TestEndRequested testEndRequested(int round) {
    return TestEndRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setRequestedBy("ann").setReason("seen enough").build();
  }

  static ImageRequested imageRequested(int round, int number) {
    return ImageRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(number).setOccurredAt(START)
        .setRequestedBy("ann").setReason("for a stack").build();
  }

  static TestWaived testWaived(int round) {
    return TestWaived.newBuilder().setServerId(SERVER).setRound(round).setAttempt(0).setOccurredAt(START)
        .setWaveId("wave-1").setDecidedBy("ann").setReason("controls the domain").setDecidedAt(START).build();
  }

  /** What stands once a person has decided. */
  static ServerDecided decided(long second, boolean withoutTest, boolean withoutRollback) {
    return ServerDecided.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(START.plusSeconds(second))
        .setDecision(ServerDecision.NORMAL).setCode("").setDecidedBy("ann").setReason("controls the domain")
        .setWithoutTest(withoutTest).setWithoutRollback(withoutRollback).build();
  }

  static CutoverAuthorized withoutRollback(int round) {
    return CutoverAuthorized.newBuilder(cutoverAuthorized(round)).setWithoutRollback(true).build();
  }

  static MoveAnswer withheld(int attempt) {
    return withheld(attempt, 1);
  }

  static MoveAnswer withheld(int attempt, int number) {
    return new MoveAnswer.RollbackWithheld(SERVER, 1, attempt, number, "db-001: boot failed", List.of(SERVER));
  }

  static TestPassed testPassed(int round, String instanceId) {
    return TestPassed.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setLevel(VerdictLevel.SERVICE).setInstanceId(instanceId).build();
  }

  static CutoverAuthorized cutoverAuthorized(int round) {
    return CutoverAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1)
        .setOccurredAt(START.plusSeconds(round)).setWaveId("wave-1").setMoveGroup(GROUP).setMoveGroupSize(1)
        .setGroupPolicy(GroupPolicy.ROLLBACK).setTier(Tier.WEB).setWindowEnd(WINDOW_END).setBackOutBy(BACK_OUT_BY)
        .build();
  }

  static CutoverRevoked revoked(long second) {
    return CutoverRevoked.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1)
        .setOccurredAt(START.plusSeconds(second)).setReason("changed").build();
  }

  static SourceQuiesced quiesced(int round, long second) {
    return SourceQuiesced.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1)
        .setOccurredAt(START.plusSeconds(second)).setQuiescedAt(START.plusSeconds(second)).setRunbook("stop")
        .setEvidence("writes stopped").build();
  }

  static SourceQuiesceFailed quiesceFailed() {
    return SourceQuiesceFailed.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(START)
        .setCode("CVY-2301").setMessage("still writing").setRemedy("look").setFinal$(true).build();
  }

  static ReplicationDrained drained(int round, long quiescedSecond) {
    return ReplicationDrained.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setQuiescedAt(START.plusSeconds(quiescedSecond)).setReadAt(START.plusSeconds(quiescedSecond + 60))
        .setLagSeconds(0).build();
  }

  static ReplicationDrainFailed drainFailed() {
    return ReplicationDrainFailed.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(START)
        .setCode("CVY-3301").setMessage("backlog").setRemedy("look").setFinal$(true).build();
  }

  static CutoverVerified verified(int round, String instanceId) {
    return CutoverVerified.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setLevel(VerdictLevel.SERVICE).setInstanceId(instanceId).build();
  }

  static CutoverVerificationFailed verificationFailed() {
    return CutoverVerificationFailed.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(START)
        .setLevel(VerdictLevel.SERVICE).setInstanceId(TARGET_INSTANCE).setCode("CVY-5001").setMessage("no answer")
        .setRemedy("look").setFinal$(true).build();
  }

  static FinalizeAuthorized finalizeAuthorized(int round) {
    return FinalizeAuthorized.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setWaveId("wave-1").build();
  }

  static ServerHeld held(long second) {
    return ServerHeld.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(START.plusSeconds(second))
        .setReason("paused").build();
  }

  static ServerResumed resumed(long second) {
    return ServerResumed.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0)
        .setOccurredAt(START.plusSeconds(second)).setReason("on").build();
  }

  static RetryRequested retry(Instant at) {
    return RetryRequested.newBuilder().setServerId(SERVER).setRound(1).setAttempt(1).setOccurredAt(at)
        .setStage(Stage.UNKNOWN).setRequestedBy("ops").build();
  }

  static RetestRequested retest(int round) {
    return RetestRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setRequestedBy("ops").build();
  }

  static RollbackRequested rollback(int round) {
    return rollback(round, 0);
  }

  static RollbackRequested rollback(int round, long second) {
    return RollbackRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1)
        .setOccurredAt(START.plusSeconds(second))
        .setReason("users complain").setRequestedBy("ops").build();
  }

  static WithdrawalRequested withdrawal() {
    return withdrawal(1);
  }

  static WithdrawalRequested withdrawal(int round) {
    return WithdrawalRequested.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setRequestedBy("ops").build();
  }

  static SourceResumed sourceResumed(int round) {
    return SourceResumed.newBuilder().setServerId(SERVER).setRound(round).setAttempt(1).setOccurredAt(START)
        .setRunbook("start").setEvidence("writes resumed").build();
  }

  static SlotGranted slot(Purpose purpose, int round, int attempt) {
    return new SlotGranted(SERVER, purpose, round, attempt);
  }

  static MoveAnswer reserved(int attempt) {
    return new MoveAnswer.SlotsReserved(SERVER, 1, attempt);
  }

  static MoveAnswer quiesceNow(int attempt) {
    return new MoveAnswer.QuiesceNow(SERVER, 1, attempt);
  }

  static MoveAnswer launchNow(int attempt) {
    return new MoveAnswer.LaunchNow(SERVER, 1, attempt);
  }

  static MoveAnswer accepted(int attempt) {
    return new MoveAnswer.VerificationAccepted(SERVER, 1, attempt);
  }

  static MoveAnswer rollBackNow(int attempt) {
    return new MoveAnswer.RollBackNow(SERVER, 1, attempt, "db-001: boot failed");
  }

  static MoveAnswer refused(int attempt) {
    return new MoveAnswer.MoveRefused(SERVER, 1, attempt, "CVY-4302", "too late", "another window");
  }

  /** Outcomes, as the worker reports them of an operation. */
  static <T extends LaunchOperation> Function<T, LaunchOutcome> configured() {
    return o -> new LaunchOutcome.LaunchConfigured(header(o), new LaunchTemplate("lt-1", 3));
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> launched(String job, String instance) {
    return o -> new LaunchOutcome.InstanceLaunched(
        header(o), job, instance, "127.61.0.9", "subnet-1", List.of("sg-1"), List.of());
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> misplaced(String job, String instance) {
    return o -> new LaunchOutcome.InstanceMisplaced(header(o), job, instance,
        new Failure("CVY-4105", "in subnet-x", "look", true));
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> done() {
    return o -> new LaunchOutcome.StepDone(header(o), null);
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> taken(boolean complete, String... snapshots) {
    return o -> new LaunchOutcome.SnapshotsTaken(header(o), List.of(snapshots), complete);
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> imageSeen(boolean available) {
    return o -> new LaunchOutcome.ImageSeen(header(o), "ami-1", "convoy-web-001-1-1", List.of("snap-1", "snap-2"), true, available);
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> lost() {
    return o -> new LaunchOutcome.TargetLost(header(o), new Failure("CVY-4153", "terminated", "look", true));
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> failed(String job) {
    return o -> new LaunchOutcome.StepFailed(
        header(o), new Failure("CVY-4102", "launch failed", "retry", false), job, null);
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> failed() {
    return o -> new LaunchOutcome.StepFailed(header(o), new Failure("CVY-4101", "refused", "retry", false));
  }

  static <T extends LaunchOperation> Function<T, LaunchOutcome> failedForGood() {
    return o -> new LaunchOutcome.StepFailed(header(o), new Failure("CVY-4199", "denied", "allow it", true));
  }

  private static OutcomeHeader header(LaunchOperation operation) {
    return OutcomeHeader.of(operation.header(), START);
  }
}
