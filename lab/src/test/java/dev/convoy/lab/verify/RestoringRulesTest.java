package dev.convoy.lab.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Rules 3 to 6 about restoring, and whose servers are ours. Each with something planted and with a near miss. */
class RestoringRulesTest {
  private static final String ID = "web-001";
  private final PlantedHistory history = PlantedHistory.rolledBack(ID);

  @Test
  void aRollbackInItsOrderIsRestoredAndNothingIsFound() {
    assertThat(history.findings()).isEmpty();
    assertThat(history.verdict().restored()).isEqualTo(1);
  }

  @Test
  void usersAreServedAgainByTheBackOutTimeWhateverHappens() {
    history.instead(ID, "CutoverAuthorized", -120, 1, Map.of("windowEnd", at(20), "backOutBy", at(20)));
    assertThat(history.findings()).isEmpty();
    history.instead(ID, "SourceResumed", 20.1, 1, Map.of());
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo("3 back-out");
      assertThat(finding.traces()).extracting(Trace::what).containsExactly("CutoverAuthorized round 1",
          "SourceQuiesced round 1", "SourceResumed round 1");
    });
  }

  @Test
  void anOutageThatLastsIsLateFromTheBackOutTimeOn() {
    history.instead(ID, "CutoverAuthorized", -120, 1, Map.of("windowEnd", at(20), "backOutBy", at(20)));
    history.without("SourceResumed");
    history.without("RolledBack");
    history.withoutDeed("ChangeServerLifeCycleState");
    assertThat(history.verdictAt(19.9).findings()).isEmpty();
    assertThat(history.verdictAt(20.1).findings()).singleElement().extracting(Finding::rule).isEqualTo("3 back-out");
  }

  @Test
  void theTargetIsStoppedBeforeTheSourceIsResumed() {
    history.withoutDeed("StopInstances");
    history.call("StopInstances", 19.5, "s-web-001");
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("4 rollback order", "resume");
  }

  @Test
  void aTargetThatWasOpenToUsersIsSnapshottedBeforeTheSourceIsResumed() {
    history.event(ID, "CutoverDone", 15.5);
    assertThat(history.findings()).extracting(Finding::rule, Finding::operation, Finding::what).containsExactly(
        tuple("4 snapshots", "resume",
            "the target was open to users, and its volumes were not snapshotted before the source was resumed"),
        tuple("4 snapshots", "ChangeServerLifeCycleState",
            "the target was open to users, and its volumes were not snapshotted before the lifecycle was reverted"));
    history.snapshots(17.5, "s-web-001", "stopped");
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aTargetThatANameWasLedToWasOpenToUsersBeforeItsCutoverWasDone() {
    history.instead(ID, "CutoverLaunched", 15, 1, Map.of("privateIp", "127.61.0.9"));
    assertThat(history.findings()).isEmpty();
    history.calls.add(new AwsCall(at(15.5), "route53", "ChangeResourceRecordSets", "111122223333", "us-east-1", List.of(), Map.of(),
        true, Optional.empty(), Optional.empty(), false, Map.of(), Optional.empty(),
        List.of(new AwsCall.Written("CREATE", "web-001.lab-0.example", List.of("127.61.0.9"), "60"))));
    assertThat(history.findings()).extracting(Finding::rule, Finding::operation).containsExactly(
        tuple("4 snapshots", "resume"), tuple("4 snapshots", "ChangeServerLifeCycleState"));
    history.snapshots(17.5, "s-web-001", "stopped");
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void snapshotsOfATargetThatRunsOrOfSomeVolumesOrBeforeUsersCameDoNotCount() {
    history.event(ID, "CutoverDone", 15.5);
    history.snapshots(15.2, "s-web-001", "stopped");
    assertThat(history.findings()).extracting(Finding::operation)
        .containsExactly("resume", "ChangeServerLifeCycleState");
    history.withoutDeed("CreateSnapshots");
    history.snapshots(16.5, "s-web-001", "stopping");
    assertThat(history.findings()).first().extracting(Finding::what).asString().contains("only while it was stopping");
    history.withoutDeed("CreateSnapshots");
    history.snapshots(17.5, "s-web-001", "stopped", "vol-2");
    assertThat(history.findings()).first().extracting(Finding::what).asString().contains("[vol-2] of its volumes");
  }

  @Test
  void whereAwsRefusedTheSnapshotsTheSourceMayBeResumedButTheLifecycleNotBeReverted() {
    history.event(ID, "CutoverDone", 15.5);
    history.calls.add(PlantedHistory.call("CreateSnapshots", 17.5, "s-web-001", false, Map.of(), Map.of()));
    assertThat(history.findings()).extracting(Finding::operation).containsExactly("ChangeServerLifeCycleState");
    history.snapshots(20.5, "s-web-001", "stopped");
    assertThat(history.findings()).isEmpty();
    history.calls.removeIf(call -> !call.accepted());
    assertThat(history.findings()).as("nobody asked before").extracting(Finding::operation).containsExactly("resume");
  }

  @Test
  void whatAwsRefusedMayBeWaivedByNameBeforeTheLifecycleIsReverted() {
    history.event(ID, "CutoverDone", 15.5);
    history.calls.add(PlantedHistory.call("CreateSnapshots", 17.5, "s-web-001", false, Map.of(), Map.of()));
    var by = Map.<String, Object>of("waivedBy", "ann", "reason", "nobody had written");
    history.event(ID, "SnapshotsWaived", 20.5, 1, by);
    assertThat(history.findings()).isEmpty();
    for (var wrong : List.<Runnable>of(() -> history.instead(ID, "SnapshotsWaived", 30, 1, by),
        () -> history.instead(ID, "SnapshotsWaived", 20.5, 2, by), () -> history.instead(ID, "SnapshotsWaived", 17.4, 1, by),
        () -> history.instead(ID, "SnapshotsWaived", 20.5, 1, Map.of("waivedBy", "", "reason", "nobody had written")))) {
      wrong.run();
      assertThat(history.findings()).extracting(Finding::rule, Finding::operation).containsExactly(
          tuple("4 snapshots", "ChangeServerLifeCycleState"));
    }
  }

  @Test
  void aWaiverLetsNoSourceBeResumedForWhichNobodyAskedAws() {
    history.event(ID, "CutoverDone", 15.5);
    history.event(ID, "SnapshotsWaived", 18.5, 1, Map.of("waivedBy", "ann", "reason", "nobody had written"));
    assertThat(history.findings()).extracting(Finding::operation).containsExactly("resume", "ChangeServerLifeCycleState");
  }

  @Test
  void snapshotsOfATargetAreTakenOnceUnlessTheyFailed() {
    history.event(ID, "CutoverDone", 15.5);
    history.snapshots(17.5, "s-web-001", "stopped");
    history.snapshots(17.7, "s-web-001", "stopped");
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("once");
    history.event(ID, "LaunchStepFailed", 17.6);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void theLifecycleIsRevertedAfterTheSourceWasSeenResumed() {
    history.withoutDeed("ChangeServerLifeCycleState");
    history.call("ChangeServerLifeCycleState", 19.5, "s-web-001");
    assertThat(history.findings()).singleElement().extracting(Finding::operation)
        .isEqualTo("ChangeServerLifeCycleState");
    history.withoutDeed("ChangeServerLifeCycleState");
    history.call("ChangeServerLifeCycleState", 14.5, "s-web-001");
    assertThat(history.findings()).as("of a relaunch, before the rollback").isEmpty();
  }

  @Test
  void aServerIsNotRolledBackBeforeItsSourceWasSeenResumed() {
    history.withoutDeed("ChangeServerLifeCycleState");
    history.instead(ID, "SourceResumed", 22.5, 1, Map.of());
    assertThat(history.findings()).singleElement().extracting(Finding::operation).isEqualTo("RolledBack");
  }

  @Test
  void aCutoverTargetIsNotTerminatedButATestInstanceIs() {
    history.call("TerminateTargetInstances", 8.5, "s-web-001");
    assertThat(history.findings()).isEmpty();
    history.call("TerminateTargetInstances", 23, "s-web-001");
    assertThat(history.findings()).anySatisfy(finding -> assertThat(finding.rule()).isEqualTo("4 discard"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DisconnectFromService", "DeleteSourceServer"})
  void aSourceIsCutOffFromMgnOnlyAfterItWasFinalizedOrWithdrawn(String operation) {
    history.call(operation, 23, "s-web-001");
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("5 source");
    history.event(ID, "ServerWithdrawn", 22.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void anAgentIsRemovedOnlyAfterItsServerHasLeft() {
    history.host(ID, "remove", 23);
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("5 source");
    history.event(ID, "ServerWithdrawn", 22.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void workOfAnotherKindOnASourceIsForbidden() {
    history.host(ID, "reboot", 23);
    assertThat(history.findings()).extracting(Finding::rule).containsExactly("5 source");
  }

  @Test
  void aServerThatIsNotToBeMovedIsOnlyReadOrRestored() {
    PlantedHistory other = new PlantedHistory();
    other.declare("web-002", "RETAIN");
    other.host("web-002", "check", 3);
    other.host("web-002", "resume", 3.2);
    assertThat(other.verdict()).extracting(Verdict::servers, Verdict::forbidden).containsExactly(0, 0L);
    other.event("web-002", "BuildAuthorized", 3.3);
    other.host("web-002", "install", 3.5);
    assertThat(other.findings()).singleElement().extracting(Finding::rule).isEqualTo("6 rehost");
  }

  @Test
  void theDeclarationInForceAtThatTimeCounts() {
    history.event(ID, "ServerChanged", 30, 1, Map.of("strategy", "RETAIN", "waveId", "w1"));
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void nothingIsChangedBeforeTheWaveStarted() {
    history.without("WaveStarted");
    assertThat(history.findings()).allMatch(finding -> finding.rule().equals("6 wave"))
        .extracting(Finding::operation).contains("install", "StartReplication")
        .doesNotContain("resume", "StopInstances");
  }

  @Test
  void aSourceServerThatNobodyInstalledIsNotOursToChange() {
    history.calls.add(PlantedHistory.call("StartTest", 5, "s-foreign", true, Map.of(), Map.of()));
    assertThat(history.findings()).isEmpty();
    history.calls.add(
        PlantedHistory.call("StartTest", 5, "s-foreign", true, Map.of("convoy:batch", "b-1"), Map.of()));
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::server)
        .containsExactly("6 ours", "s-foreign");
  }

  @Test
  void aHostThatIsNotRegisteredIsNotOursToChange() {
    history.host("web-099", "check", 3);
    assertThat(history.findings()).isEmpty();
    history.host("web-099", "install", 3);
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("6 ours");
  }

  @Test
  void moreThanTwoHundredServersInActiveJobsAreForbiddenAndTheJobsNamed() {
    job("mgnjob-1", 0, 150, 1, Optional.of(3.0));
    job("mgnjob-2", 150, 50, 2, Optional.empty());
    job("mgnjob-3", 200, 150, 3, Optional.empty());
    assertThat(history.findings()).isEmpty();
    job("mgnjob-4", 400, 1, 4, Optional.empty());
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo("limits");
      assertThat(finding.operation()).isEqualTo("201 servers in 3 active jobs");
      assertThat(finding.traces()).extracting(Trace::what).containsExactly("mgnjob-2 with 50 servers, active",
          "mgnjob-3 with 150 servers, active", "mgnjob-4 with 1 servers, active");
    });
  }

  @Test
  void moreThanTwentyActiveJobsAreForbidden() {
    IntStream.rangeClosed(1, 20).forEach(number -> job("mgnjob-" + number, number, 1, number, Optional.empty()));
    assertThat(history.findings()).isEmpty();
    job("mgnjob-21", 21, 1, 21, Optional.empty());
    assertThat(history.findings()).singleElement().extracting(Finding::operation)
        .isEqualTo("21 servers in 21 active jobs");
  }

  @Test
  void aServerInTwoActiveJobsIsForbidden() {
    job("mgnjob-1", 0, 2, 1, Optional.of(2.0));
    job("mgnjob-2", 1, 2, 2, Optional.empty());
    assertThat(history.findings()).isEmpty();
    job("mgnjob-3", 2, 2, 3, Optional.empty());
    assertThat(history.findings()).singleElement().extracting(Finding::operation)
        .isEqualTo("[s-2] in two active jobs");
  }

  private void job(String id, int first, int servers, double created, Optional<Double> ended) {
    Set<String> participants = IntStream.range(first, first + servers).mapToObj(each -> "s-" + each)
        .collect(Collectors.toSet());
    history.jobs.add(new AwsJob("111122223333", "eu-central-1", id, participants, at(created),
        ended.map(PlantedHistory::at)));
  }
}
