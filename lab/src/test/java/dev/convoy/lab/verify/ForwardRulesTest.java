package dev.convoy.lab.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Rules 1 to 3: what must hold before a server goes forward. Each with something planted and with a near miss. */
class ForwardRulesTest {
  private static final String ID = "web-001";
  private final PlantedHistory history = PlantedHistory.migrated(ID);

  @ParameterizedTest
  @CsvSource({"BuildAuthorized,install", "BuildAuthorized,StartReplication", "TestAuthorized,StartTest",
      "TestPassed,StartCutover", "CutoverAuthorized,quiesce", "CutoverSlotReserved,quiesce",
      "CutoverDone,FinalizeCutover",
      "FinalizeAuthorized,FinalizeCutover", "ReplicationDrained,StartCutover", "SourceQuiesced,StartCutover"})
  void aStepBeforeWhatItNeedsIsForbiddenAndNamed(String needed, String step) {
    history.without(needed);
    assertThat(history.findings()).anySatisfy(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.FORBIDDEN);
      assertThat(finding.server()).isEqualTo(ID);
      assertThat(finding.operation()).isEqualTo(step);
      assertThat(finding.what()).contains(needed);
    });
  }

  @Test
  void aTestOfAnEarlierRoundDoesNotCountForTheCutover() {
    history.instead(ID, "TestPassed", 8, 0, Map.of());
    assertThat(history.verdict().forbidden()).isEqualTo(1);
  }

  @Test
  void aTestIntoANetworkThatIsNotDeclaredIsolatedIsForbidden() {
    history.withoutDeed("StartTest");
    history.launch("StartTest", 7, "s-web-001", "subnet-target", "sg-test", 6.9);
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo("1 isolated");
      assertThat(finding.what()).contains("[subnet-target] is not declared isolated");
    });
  }

  @Test
  void withoutTheEnvironmentsFileTheFrozenTestNetworkCounts() {
    history.frozenNetworksOnly();
    assertThat(history.findings()).isEmpty();
    history.withoutDeed("StartTest");
    history.launch("StartTest", 7, "s-web-001", "subnet-test", "sg-other", 6.9);
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("1 isolated");
  }

  @Test
  void aTestInstanceThatWasFoundElsewhereMustBeStoppedAndItsServerParked() {
    history.instead(ID, "TestLaunched", 7.8, 1, Map.of("subnetId", "subnet-target", "securityGroupIds", List.of()));
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("1 isolated", "TestLaunched");
    history.call("StopInstances", 7.9, "s-web-001");
    history.event(ID, "ServerParked", 7.95);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aLaunchFromATemplateThatWasNotReadBackSinceItWasChangedIsForbidden() {
    history.withoutDeed("StartTest");
    history.launch("StartTest", 7, "s-web-001", "subnet-test", "sg-test", -1);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("1 read back", "StartTest");
  }

  @Test
  void whatWasReadBackBeforeTheTestDoesNotCountForTheCutover() {
    history.withoutDeed("StartCutover");
    history.launch("StartCutover", 14, "s-web-001", "subnet-target", "sg-target", 6.9);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("1 read back", "StartCutover");
  }

  @Test
  void aDrainReadBeforeTheQuiesceDoesNotCount() {
    history.instead(ID, "ReplicationDrained", 13, 1, Map.of("readAt", at(11)));
    assertThat(history.findings()).singleElement().extracting(Finding::what)
        .isEqualTo("no ReplicationDrained read after the quiesce");
  }

  @Test
  void aCutoverWithoutRoomForItsBackOutIsNotToBeAuthorized() {
    history.instead(ID, "CutoverAuthorized", 9, 1, Map.of("windowEnd", at(128), "backOutBy", at(128)));
    assertThat(history.findings()).singleElement().extracting(Finding::rule).isEqualTo("2 window");
    history.instead(ID, "CutoverAuthorized", 9, 1, Map.of("windowEnd", at(129), "backOutBy", at(129)));
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aCutoverIsAuthorizedInsideThePlannedWindowOnly() {
    history.wave("WavePlanned", 1.5, Map.of("windowStart", at(9), "windowEnd", at(600)));
    assertThat(history.findings()).isEmpty();
    history.wave("WavePlanned", 1.6, Map.of("windowStart", at(9.1), "windowEnd", at(500)));
    assertThat(history.findings()).extracting(Finding::what)
        .containsExactly("authorized before the window begins at " + at(9.1),
            "authorized until " + at(600) + ", but the window ends at " + at(500));
  }

  @Test
  void noStepOfTheCutoverIsTakenAfterTheWindow() {
    history.instead(ID, "CutoverAuthorized", 9, 1, Map.of("windowEnd", at(13), "backOutBy", at(13)));
    assertThat(history.findings()).extracting(Finding::rule)
        .containsExactlyInAnyOrder("2 window", "3 window", "3 back-out");
    history.withoutDeed("StartCutover");
    assertThat(history.findings()).extracting(Finding::rule).doesNotContain("3 window");
  }

  @ParameterizedTest
  @CsvSource({"install,3.2", "StartReplication,4.2", "StartTest,6.5", "quiesce,10.5", "FinalizeCutover,17.5"})
  void nothingGoesForwardFromFiveSecondsAfterAHoldUntilItIsResumed(String step, double held) {
    history.event(ID, "ServerHeld", held);
    history.event(ID, "ServerResumed", held + 0.6);
    assertThat(history.findings()).singleElement().extracting(Finding::operation, Finding::what)
        .containsExactly(step, "the server was held");
    history.without("ServerHeld");
    history.event(ID, "ServerHeld", held + 0.3 - 4.0 / 60 + shift(step));
    assertThat(history.findings()).isEmpty();
  }

  /** From the middle between hold and step to the step itself. */
  private static double shift(String step) {
    return switch (step) {
      case "StartTest", "quiesce", "FinalizeCutover" -> 0.2;
      default -> 0.0;
    };
  }

  @Test
  void anOutageIsCompletedWhateverIsHeldOrRevoked() {
    history.event(ID, "ServerHeld", 12.5);
    history.event(ID, "CutoverRevoked", 12.5);
    history.event(ID, "ServerResumed", 16.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aRevokedCutoverIsNotBegunUntilItIsAuthorizedAgain() {
    history.event(ID, "CutoverRevoked", 10.5);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly("3 revoked", "quiesce");
    history.event(ID, "CutoverAuthorized", 10.7, 1, Map.of("windowEnd", at(600), "backOutBy", at(600)));
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aWithdrawnServerGoesNoFurther() {
    history.event(ID, "WithdrawalRequested", 6.5);
    assertThat(history.findings()).extracting(Finding::operation)
        .containsExactly("StartTest", "quiesce", "FinalizeCutover");
    history.without("WithdrawalRequested");
    history.event(ID, "WithdrawalRequested", 18.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void nothingGoesForwardOnAServerWhoseDeclarationSaysOtherwiseThanWhatIsFrozen() {
    Map<String, Object> changed = new HashMap<>(Map.of("strategy", "REHOST", "waveId", "w1", "tier", "WEB"));
    changed.put("target", PlantedHistory.TARGET);
    history.event(ID, "ServerChanged", 6.5, 1, changed);
    assertThat(history.findings()).isEmpty();
    history.without("ServerChanged");
    changed.put("target", Map.of("testSubnetId", "subnet-other"));
    history.event(ID, "ServerChanged", 6.5, 1, changed);
    assertThat(history.findings()).extracting(Finding::rule, Finding::operation).first()
        .isEqualTo(tuple("3 declaration", "StartTest"));
    changed.put("target", PlantedHistory.TARGET);
    history.event(ID, "ServerChanged", 6.97, 1, new HashMap<>(changed));
    assertThat(history.findings()).as("put back right before").isEmpty();
  }

  @Test
  void aChangeOnceTheUsersAreServedByTheTargetForbidsNothing() {
    Map<String, Object> changed = new HashMap<>(Map.of("strategy", "REHOST", "waveId", "w1", "tier", "WEB"));
    changed.put("target", Map.of("testSubnetId", "subnet-other"));
    history.event(ID, "ServerChanged", 16.5, 1, changed);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aWithdrawalIsOverWithTheRegistrationOfTheSameMoment() {
    history.event(ID, "ServerWithdrawn", 2.5, 1, Map.of());
    history.event(ID, "ServerRegistered", 2.5, 1, Map.of("strategy", "REHOST", "waveId", "w1"));
    assertThat(history.findings()).isEmpty();
  }
}
