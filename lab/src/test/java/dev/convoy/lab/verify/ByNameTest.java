package dev.convoy.lab.verify;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;

/** What a person may decide by name, each with something planted and with a near miss. */
class ByNameTest {
  private static final String ID = "dc-001";
  private final PlantedHistory untested = PlantedHistory.migrated(ID);
  private final PlantedHistory back = PlantedHistory.rolledBack(ID);

  @BeforeEach
  void withoutItsTest() {
    untested.withoutDeed("StartTest");
    untested.without("TestAuthorized");
    untested.without("TestLaunched");
    untested.without("TestPassed");
  }

  private static void decide(PlantedHistory history, double minute, boolean withoutTest, boolean withoutRollback) {
    history.event(ID, "ServerDecided", minute, 1, Map.of("withoutTest", withoutTest, "withoutRollback", withoutRollback));
  }

  @Test
  void aTestThatAPersonHasWaivedIsNotMissed() {
    assertThat(untested.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo("2 gates");
      assertThat(finding.operation()).isEqualTo("StartCutover");
      assertThat(finding.what()).isEqualTo("no TestPassed nor TestWaived of round 1 before it");
    });
    decide(untested, 3, true, false);
    assertThat(untested.findings()).as("the decision alone opens nothing").hasSize(1);
    untested.event(ID, "TestWaived", 6);
    assertThat(untested.findings()).isEmpty();
  }

  @Test
  void aWaiverOfAnotherRoundOrAfterTheLaunchDoesNotCount() {
    decide(untested, 3, true, false);
    untested.event(ID, "TestWaived", 6, 2, Map.of());
    untested.event(ID, "TestWaived", 14.5, 1, Map.of());
    assertThat(untested.findings()).singleElement().extracting(Finding::rule).isEqualTo("2 gates");
  }

  @Test
  void aWaiverThatNobodyHasDecidedOrThatWasTakenBackIsForbidden() {
    untested.event(ID, "TestWaived", 6);
    assertThat(untested.findings()).singleElement().extracting(Finding::rule).isEqualTo("2 by name");
    decide(untested, 3, true, false);
    assertThat(untested.findings()).isEmpty();
    decide(untested, 5, false, false);
    assertThat(untested.findings()).singleElement().extracting(Finding::rule).isEqualTo("2 by name");
  }

  @Test
  void noTestIsLaunchedOfAServerThatIsToBeMovedWithoutOne() {
    var tested = PlantedHistory.migrated(ID);
    decide(tested, 6.95, true, false);
    assertThat(tested.findings()).as("within five seconds").isEmpty();
    var late = PlantedHistory.migrated(ID);
    decide(late, 6.5, true, false);
    assertThat(late.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("1 without test", "StartTest");
  }

  private void frozen(PlantedHistory history, double backOutBy) {
    history.instead(ID, "CutoverAuthorized", -120, 1, Map.of("waveId", "w1", "moveGroup", "g", "windowEnd", at(backOutBy),
        "backOutBy", at(backOutBy), "withoutRollback", true));
  }

  @Test
  void aSourceIsNotResumedAgainstAPersonsDecisionOnceItsTargetWasLaunched() {
    frozen(back, 600);
    assertThat(back.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("4 without rollback", "resume");
    decide(back, 16.5, false, false);
    assertThat(back.findings()).as("taken back before").isEmpty();
  }

  @Test
  void beforeItsTargetWasLaunchedItsSourceIsResumedLikeAnyOther() {
    frozen(back, 600);
    back.withoutDeed("StartCutover");
    back.without("CutoverLaunched");
    assertThat(back.findings()).isEmpty();
  }

  @Test
  void anOutageThatLastsBeyondTheBackOutTimeIsForAPersonWhoWasToldOfItInTime() {
    frozen(untested, 15.5);
    decide(untested, 3, true, true);
    untested.event(ID, "TestWaived", 6);
    assertThat(untested.findings()).singleElement().extracting(Finding::rule).isEqualTo("3 back-out");
    untested.event(ID, "ServerParked", 15.6, 1, Map.of("stage", "CUTOVER_LAUNCHED", "code", "CVY-4160"));
    assertThat(untested.findings()).as("told too late").hasSize(1);
    untested.event(ID, "ServerParked", 15.4, 1, Map.of("stage", "CUTOVER_LAUNCHED", "code", "CVY-4160"));
    assertThat(untested.findings()).isEmpty();
    untested.withoutDeed("StartCutover");
    assertThat(untested.findings()).as("nothing was launched").extracting(Finding::rule).contains("3 back-out");
  }
}
