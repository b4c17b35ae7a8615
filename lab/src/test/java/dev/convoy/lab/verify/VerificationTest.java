package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final List<EventLine> events = new ArrayList<>();
  private final List<AwsCall> calls = new ArrayList<>();
  private final List<HostWork> work = new ArrayList<>();
  private final List<AwsJob> jobs = new ArrayList<>();

  @Test
  void aServerThatWentTheWholeLineIsDoneAndNothingIsFound() {
    migrate("web-001");
    Verdict verdict = verdict(true);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict).extracting(Verdict::servers, Verdict::done, Verdict::parked).containsExactly(1, 1, 0);
  }

  @Test
  void aServerThatStoppedHalfWayIsLostWhenItsWaveIsOverAndInFlightBefore() {
    migrate("web-001");
    events.removeIf(event -> event.type().equals("CutoverFinalized"));
    calls.removeIf(call -> call.operation().equals("FinalizeCutover"));
    assertThat(verdict(false)).extracting(Verdict::inFlight, Verdict::lost).containsExactly(1, 0L);
    assertThat(verdict(true).findings()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.LOST);
      assertThat(finding.server()).isEqualTo("web-001");
      assertThat(finding.evidence()).singleElement().asString().contains("FinalizeAuthorized");
    });
    wave("WaveCompleted", 99);
    assertThat(verdict(false).lost()).isEqualTo(1);
  }

  @Test
  void aDeclarationThatWasNeverAnsweredIsLost() {
    events.add(new EventLine("convoy.cmdb.servers", 0, 0, "web-009", "ServerDeclared", Map.of()));
    assertThat(verdict(true).lost()).isEqualTo(1);
    event("web-009", "ServerRejected", 1);
    assertThat(verdict(true).lost()).isZero();
  }

  @Test
  void aParkedServerIsNotLostUntilItIsRetried() {
    declare("web-001", "REHOST");
    event("web-001", "ServerParked", 5);
    assertThat(verdict(true)).extracting(Verdict::parked, Verdict::lost).containsExactly(1, 0L);
    event("web-001", "RetryRequested", 6);
    assertThat(verdict(true)).extracting(Verdict::parked, Verdict::lost).containsExactly(0, 1L);
  }

  @Test
  void aParkedServerIsNamedWithItsStageAndReasonAndStaysSoWhenItIsTakenOutOfItsWave() {
    declare("web-001", "REHOST");
    event("web-001", "ServerParked", 5, 1, Map.of("stage", "BUILD_AUTHORIZED", "code", "CVY-2103", "evidence", "sudo"));
    assertThat(verdict(true).parkedServers())
        .containsExactly(new ParkedServer("web-001", "BUILD_AUTHORIZED", "CVY-2103", "sudo", false));
    event("web-001", "ServerWithdrawn", 6);
    assertThat(verdict(true).parkedServers())
        .containsExactly(new ParkedServer("web-001", "BUILD_AUTHORIZED", "CVY-2103", "sudo", true));
  }

  @Test
  void aServerThatWentBeyondTheStageAtWhichItWasParkedIsParkedNoMore() {
    declare("web-001", "REHOST");
    event("web-001", "ServerParked", 5, 1, Map.of("stage", "TEST_AUTHORIZED"));
    event("web-001", "ReplicationHealthy", 6);
    assertThat(verdict(true).parked()).isEqualTo(1);
    event("web-001", "TestLaunched", 7);
    assertThat(verdict(true)).extracting(Verdict::parked, Verdict::lost).containsExactly(0, 1L);
  }

  @Test
  void aSecondTestLaunchBeforeTheFirstEndedIsADuplicateThatNamesBothCalls() {
    migrate("web-001");
    calls.add(call("StartTest", 7.5, "s-web-001"));
    assertThat(verdict(true).findings()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.DUPLICATED);
      assertThat(finding.server()).isEqualTo("web-001");
      assertThat(finding.evidence()).hasSize(2).allMatch(each -> each.startsWith("StartTest"));
    });
  }

  @Test
  void anotherTestLaunchAfterTheFirstFailedIsNone() {
    migrate("web-001");
    calls.add(call("StartTest", 7.2, "s-web-001"));
    event("web-001", "TestLaunchFailed", 7.1);
    assertThat(verdict(true).findings()).isEmpty();
  }

  @Test
  void aRefusedCallIsNeitherDuplicateNorForbidden() {
    migrate("web-001");
    AwsCall refused = call("StartCutover", 2, "s-web-001");
    calls.add(new AwsCall(refused.wall(), "mgn", refused.operation(), refused.account(), refused.region(),
        refused.sourceServers(), Map.of(), false, Optional.empty()));
    assertThat(verdict(true).clean()).isTrue();
  }

  @Test
  void hostWorkStartedTwiceUnderOneOperationIdIsADuplicate() {
    migrate("web-001");
    host("web-001", "install", 3.7);
    assertThat(verdict(true).findings()).singleElement()
        .extracting(Finding::kind, Finding::operation)
        .containsExactly(Finding.Kind.DUPLICATED, "web-001:install:1:1");
  }

  @Test
  void everyStepBeforeItsGateIsForbiddenAndNamed() {
    for (Map.Entry<String, String> needed : Map.of(
        "BuildAuthorized", "install", "TestAuthorized", "StartTest", "TestPassed", "StartCutover",
        "ReplicationDrained", "StartCutover", "CutoverSlotReserved", "quiesce", "CutoverDone", "FinalizeCutover",
        "FinalizeAuthorized", "FinalizeCutover").entrySet()) {
      setUpWhole();
      events.removeIf(event -> event.type().equals(needed.getKey()));
      assertThat(verdict(true).findings()).as("without %s", needed.getKey())
          .anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FORBIDDEN);
            assertThat(finding.server()).isEqualTo("web-001");
            assertThat(finding.operation()).isEqualTo(needed.getValue());
            assertThat(finding.rule()).contains(needed.getKey());
          });
    }
  }

  @Test
  void aTestOfAnEarlierRoundDoesNotCountForTheCutover() {
    migrate("web-001");
    events.replaceAll(event -> event.type().equals("TestPassed") ? line("web-001", "TestPassed", 8, 0, Map.of())
        : event);
    assertThat(verdict(true).forbidden()).isEqualTo(1);
  }

  @Test
  void aDrainReadBeforeTheQuiesceDoesNotCount() {
    migrate("web-001");
    events.replaceAll(event -> event.type().equals("ReplicationDrained")
        ? line("web-001", "ReplicationDrained", 13, 1, Map.of("readAt", at(11))) : event);
    assertThat(verdict(true).findings()).singleElement().extracting(Finding::rule)
        .isEqualTo("no ReplicationDrained read after the quiesce");
  }

  @Test
  void nothingGoesForwardWhileHeldButAnOutageIsCompleted() {
    migrate("web-001");
    event("web-001", "ServerHeld", 12.5);
    assertThat(verdict(true).findings()).singleElement()
        .extracting(Finding::operation, Finding::rule).containsExactly("FinalizeCutover", "the server was held");
    event("web-001", "ServerResumed", 16.5);
    assertThat(verdict(true).clean()).isTrue();
  }

  @Test
  void aCutoverAfterTheWindowIsForbidden() {
    migrate("web-001");
    events.replaceAll(event -> event.type().equals("CutoverAuthorized")
        ? line("web-001", "CutoverAuthorized", 9, 1, Map.of("windowEnd", at(13))) : event);
    assertThat(verdict(true).findings()).singleElement().extracting(Finding::rule).isEqualTo("the window was over");
  }

  @Test
  void aServerThatIsNotToBeMovedIsOnlyRead() {
    declare("web-002", "RETAIN");
    host("web-002", "check", 3);
    assertThat(verdict(true)).extracting(Verdict::servers, Verdict::forbidden).containsExactly(0, 0L);
    host("web-002", "install", 3.5);
    assertThat(verdict(true).findings()).anySatisfy(finding ->
        assertThat(finding.rule()).isEqualTo("changed a server that is not to be moved"));
  }

  @Test
  void aHostIsNotTouchedBeforeItsWaveStarted() {
    migrate("web-001");
    events.removeIf(event -> event.type().equals("WaveStarted"));
    assertThat(verdict(true).findings()).allMatch(finding -> finding.rule().equals("its wave had not started"))
        .hasSize(2);
  }

  @Test
  void aSourceServerThatNobodyInstalledIsNotOursToChange() {
    migrate("web-001");
    AwsCall foreign = call("StartTest", 5, "s-foreign");
    calls.add(foreign);
    assertThat(verdict(true).clean()).isTrue();
    calls.add(new AwsCall(foreign.wall(), "mgn", "StartTest", foreign.account(), foreign.region(), List.of("s-foreign"),
        Map.of("convoy:batch", "b-1"), true, Optional.of("mgnjob-2")));
    assertThat(verdict(true).forbidden()).isEqualTo(1);
  }

  @Test
  void moreThanTwoHundredServersInActiveJobsAreForbiddenAndTheJobsNamed() {
    jobs.add(new AwsJob("111122223333", "eu-central-1", "mgnjob-1", 150, at(1), Optional.of(at(3))));
    jobs.add(new AwsJob("111122223333", "eu-central-1", "mgnjob-2", 50, at(2), Optional.empty()));
    jobs.add(new AwsJob("111122223333", "eu-central-1", "mgnjob-3", 150, at(3), Optional.empty()));
    assertThat(verdict(true).clean()).isTrue();
    jobs.add(new AwsJob("111122223333", "eu-central-1", "mgnjob-4", 1, at(4), Optional.empty()));
    assertThat(verdict(true).findings()).singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).containsExactly("mgnjob-2 with 50", "mgnjob-3 with 150",
            "mgnjob-4 with 1"));
  }

  private void setUpWhole() {
    events.clear();
    calls.clear();
    work.clear();
    migrate("web-001");
  }

  /** The main line of one server, an event a minute. */
  private void migrate(String id) {
    declare(id, "REHOST");
    event(id, "BuildAuthorized", 3);
    host(id, "install", 3.5);
    event(id, "AgentInstalled", 4, 1, Map.of("sourceServerId", "s-" + id));
    calls.add(call("StartReplication", 4.5, "s-" + id));
    event(id, "ReplicationStarted", 5);
    event(id, "TestAuthorized", 6);
    calls.add(call("StartTest", 7, "s-" + id));
    event(id, "TestLaunched", 7.8);
    event(id, "TestPassed", 8);
    event(id, "CutoverAuthorized", 9, 1, Map.of("windowEnd", at(60)));
    event(id, "CutoverSlotReserved", 10);
    host(id, "quiesce", 11);
    event(id, "SourceQuiesced", 12, 1, Map.of("quiescedAt", at(12)));
    event(id, "ReplicationDrained", 13, 1, Map.of("readAt", at(12.9)));
    calls.add(call("StartCutover", 14, "s-" + id));
    event(id, "CutoverLaunched", 15);
    event(id, "CutoverDone", 16);
    event(id, "FinalizeAuthorized", 17);
    calls.add(call("FinalizeCutover", 18, "s-" + id));
    event(id, "CutoverFinalized", 19);
  }

  private void declare(String id, String strategy) {
    event(id, "ServerRegistered", 1, 0, Map.of("strategy", strategy, "waveId", "w1"));
    wave("WaveStarted", 2);
  }

  private void wave(String type, double minute) {
    events.add(new EventLine("convoy.wave.events", 0, events.size(), "w1", type, Map.of("occurredAt", at(minute))));
  }

  private void event(String id, String type, double minute) {
    event(id, type, minute, 1, Map.of());
  }

  private void event(String id, String type, double minute, int round, Map<String, Object> more) {
    events.add(line(id, type, minute, round, more));
  }

  private EventLine line(String id, String type, double minute, int round, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("round", round);
    fields.put("occurredAt", at(minute));
    return new EventLine("convoy.test.events", 0, events.size(), id, type, fields);
  }

  private static AwsCall call(String operation, double minute, String source) {
    return new AwsCall(at(minute), "mgn", operation, "111122223333", "eu-central-1", List.of(source), Map.of(), true,
        Optional.of("mgnjob-1"));
  }

  private void host(String id, String kind, double minute) {
    work.add(new HostWork(at(minute), id, id, kind, id + ":" + kind + ":1:1", true));
  }

  private static Instant at(double minute) {
    return START.plus(Duration.ofMillis(Math.round(minute * 60_000)));
  }

  private Verdict verdict(boolean finished) {
    return Verification.of(new Evidence(events, calls, work, jobs, finished));
  }
}
