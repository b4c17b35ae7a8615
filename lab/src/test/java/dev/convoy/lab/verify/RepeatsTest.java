package dev.convoy.lab.verify;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatsTest {
  private final PlantedHistory history = PlantedHistory.migrated("web-001");

  @Test
  void aSecondTestLaunchBeforeTheFirstEndedIsADuplicateThatNamesBothCallsAndTheOperation() {
    history.launch("StartTest", 7.5, "s-web-001", "subnet-test", "sg-test", 7.4);
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.DUPLICATED);
      assertThat(finding.server()).isEqualTo("web-001");
      assertThat(finding.operationId()).isEqualTo("web-001:StartTest:1:1");
      assertThat(finding.traces()).hasSize(2).allMatch(each -> each.what().startsWith("StartTest"));
      assertThat(finding.traces()).extracting(Trace::at)
          .containsExactly(PlantedHistory.at(7), PlantedHistory.at(7.5));
    });
  }

  @Test
  void theReportNamesServerOperationCallsAndTheirTimes() {
    history.launch("StartTest", 7.5, "s-web-001", "subnet-test", "sg-test", 7.4);
    assertThat(history.findings().getFirst()).hasToString("""
        DUPLICATED web-001 StartTest: done twice with no event between that ended the first  [rule once]
            operation web-001:StartTest:1:1
            2026-11-21T10:07:00Z  StartTest in 111122223333/eu-central-1  (AWS ledger)
            2026-11-21T10:07:30Z  StartTest in 111122223333/eu-central-1  (AWS ledger)""");
  }

  @Test
  void asJsonAFindingNamesTheSame() {
    history.launch("StartTest", 7.5, "s-web-001", "subnet-test", "sg-test", 7.4);
    JsonNode json = JsonMapper.shared().valueToTree(history.findings().getFirst());
    assertThat(json.path("kind").asString()).isEqualTo("DUPLICATED");
    assertThat(json.path("operationId").asString()).isEqualTo("web-001:StartTest:1:1");
    assertThat(json.path("traces").path(0).path("at").asString()).isEqualTo("2026-11-21T10:07:00Z");
    assertThat(json.path("traces").path(0).path("source").asString()).isEqualTo("AWS ledger");
  }

  @Test
  void anotherTestLaunchAfterTheFirstFailedIsNone() {
    history.launch("StartTest", 7.2, "s-web-001", "subnet-test", "sg-test", 7.15);
    history.event("web-001", "TestLaunchFailed", 7.1);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aRefusedCallIsNone() {
    history.calls.add(PlantedHistory.call("StartTest", 7.5, "s-web-001", false, Map.of(), Map.of()));
    assertThat(history.verdict().clean()).isTrue();
  }

  @Test
  void hostWorkStartedTwiceUnderOneOperationIdIsADuplicateThatIsReportedOnce() {
    history.host("web-001", "install", 3.7);
    assertThat(history.findings()).singleElement().extracting(Finding::kind, Finding::operationId)
        .containsExactly(Finding.Kind.DUPLICATED, "web-001:install:1:1");
  }

  @Test
  void anotherInstallationIsADuplicateUnlessAnEventEndedTheFirst() {
    history.host("web-001", "install", 3.7, "web-001:install:1:2");
    assertThat(history.findings()).singleElement().extracting(Finding::kind).isEqualTo(Finding.Kind.DUPLICATED);
    history.event("web-001", "AgentInstallFailed", 3.6);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void repeatsThatDoNoHarmAreNone() {
    for (String operation : List.of("StopInstances", "UpdateLaunchConfiguration")) {
      history.call(operation, 7.1, "s-web-001");
      history.call(operation, 7.2, "s-web-001");
    }
    assertThat(history.findings()).isEmpty();
  }
}
