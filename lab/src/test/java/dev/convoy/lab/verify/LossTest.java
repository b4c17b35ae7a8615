package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;

class LossTest {
  private final PlantedHistory history = PlantedHistory.migrated("web-001");

  @Test
  void aServerThatWentTheWholeLineIsDoneAndNothingIsFound() {
    Verdict verdict = history.verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict).extracting(Verdict::servers, Verdict::done, Verdict::parked).containsExactly(1, 1, 0);
  }

  @Test
  void whatWasExaminedIsCounted() {
    assertThat(history.verdict().examined()).isEqualTo(new Examined(1, 6, 4, 2, history.events.size(), 2, 0, 0));
    assertThat(history.verdict().examined()).hasToString(
        "EXAMINED servers=1 operations=6 calls=4 hostcommands=2 events="
        + history.events.size() + " launches=2 jobs=0 instances=0");
  }

  @Test
  void aServerThatStoppedHalfWayIsLostWhenItsWaveIsOverAndInFlightBefore() {
    stopHalfWay();
    assertThat(history.verdictAt(30)).extracting(Verdict::inFlight, Verdict::lost).containsExactly(1, 0L);
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.LOST);
      assertThat(finding.server()).isEqualTo("web-001");
      assertThat(finding.traces()).extracting(Trace::what).anyMatch(what -> what.startsWith("FinalizeAuthorized"));
    });
    history.wave("WaveCompleted", 30, Map.of());
    assertThat(history.verdictAt(31).lost()).isEqualTo(1);
  }

  @Test
  void itIsLostFromTheDeadlineOfItsWaveOnEvenIfNobodySaysThatItPassed() {
    stopHalfWay();
    history.wave("WavePlanned", 1.5, Map.of("deadline", at(40)));
    assertThat(history.verdictAt(39).lost()).isZero();
    assertThat(history.verdictAt(41).lost()).isEqualTo(1);
    history.wave("WaveDeadlinePassed", 40, Map.of());
    history.wave("WavePlanned", 40.5, Map.of("deadline", at(90)));
    assertThat(history.verdictAt(41).lost()).isZero();
  }

  @Test
  void aWaveThatAServerHasJoinedSinceIsNotOver() {
    stopHalfWay();
    history.wave("WaveCompleted", 17, Map.of());
    history.wave("WaveProgressed", 17.5, Map.of("servers", 2, "ended", 1));
    assertThat(history.verdictAt(20).lost()).isZero();
  }

  @Test
  void aDeclarationThatWasNeverAnsweredIsLost() {
    history.events.add(new EventLine("convoy.cmdb.servers", 0, 0, "web-009", "ServerDeclared", Map.of()));
    assertThat(history.verdict().lost()).isEqualTo(1);
    history.event("web-009", "ServerRejected", 1);
    assertThat(history.verdict().lost()).isZero();
  }

  @Test
  void aParkedServerIsNotLostUntilItIsRetried() {
    stopHalfWay();
    history.event("web-001", "ServerParked", 20, 1, Map.of("stage", "CUTOVER_DONE"));
    assertThat(history.verdict()).extracting(Verdict::parked, Verdict::lost).containsExactly(1, 0L);
    history.event("web-001", "RetryRequested", 21);
    assertThat(history.verdict()).extracting(Verdict::parked, Verdict::lost).containsExactly(0, 1L);
  }

  @Test
  void aParkedServerIsNamedWithItsStageAndReasonAndStaysSoWhenItIsTakenOutOfItsWave() {
    PlantedHistory parked = new PlantedHistory();
    parked.declare("web-001", "REHOST");
    parked.event("web-001", "ServerParked", 5, 1,
        Map.of("stage", "BUILD_AUTHORIZED", "code", "CVY-2103", "evidence", "sudo"));
    assertThat(parked.verdict().parkedServers())
        .containsExactly(new ParkedServer("web-001", "BUILD_AUTHORIZED", "CVY-2103", "sudo", "", false));
    parked.event("web-001", "ServerWithdrawn", 6);
    assertThat(parked.verdict().parkedServers())
        .containsExactly(new ParkedServer("web-001", "BUILD_AUTHORIZED", "CVY-2103", "sudo", "", true));
  }

  @Test
  void aServerThatWentBeyondTheStageAtWhichItWasParkedIsParkedNoMore() {
    PlantedHistory parked = new PlantedHistory();
    parked.declare("web-001", "REHOST");
    parked.event("web-001", "ServerParked", 5, 1, Map.of("stage", "TEST_AUTHORIZED"));
    parked.event("web-001", "ReplicationHealthy", 6);
    assertThat(parked.verdict().parked()).isEqualTo(1);
    parked.event("web-001", "TestPassed", 7);
    assertThat(parked.verdict()).extracting(Verdict::parked, Verdict::lost).containsExactly(0, 1L);
  }

  private void stopHalfWay() {
    history.without("CutoverFinalized");
    history.withoutDeed("FinalizeCutover");
  }
}
