package dev.convoy.lab.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;

class LedNamesTest {
  private static final String ID = "web-001";
  private static final String NAME = "web-001.lab-0.example";
  private static final String SOURCE = "127.40.0.1";
  private static final String TARGET = "127.62.0.4";

  private PlantedHistory history = PlantedHistory.migrated(ID);

  private void named() {
    history.instead(ID, "BuildAuthorized", 3, 1, Map.of("tier", "WEB", "target", Map.of(
        "testSubnetId", "subnet-test", "testSecurityGroupIds", List.of("sg-test"),
        "dns", Map.of("names", List.of(Map.of("name", NAME, "zoneId", "Z0LAB00"))))));
    history.instead(ID, "CutoverLaunched", 15, 1, Map.of("privateIp", TARGET));
    history.instead(ID, "CutoverDone", 16, 1, Map.of("privateIp", TARGET));
    history.event(ID, "CutoverVerified", 15.2);
  }

  private void led(double minute, String from, String to) {
    history.calls.add(new AwsCall(at(minute), "route53", "ChangeResourceRecordSets", "111122223333", "us-east-1", List.of(),
        Map.of(), true, Optional.empty(), Optional.empty(), false, Map.of(), Optional.empty(), List.of(
            new AwsCall.Written("DELETE", NAME, List.of(from), "60"), new AwsCall.Written("CREATE", NAME, List.of(to), "60"))));
  }

  @Test
  void namesThatLeadToTheVerifiedTargetWhenItIsDoneAreAsTheyShouldBe() {
    named();
    led(9.5, SOURCE, SOURCE);
    led(15.5, SOURCE, TARGET);
    led(20, TARGET, TARGET);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void aSwitchBeforeTheVerificationIsFound() {
    named();
    led(15.1, SOURCE, TARGET);
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo("4 names");
      assertThat(finding.what()).contains("not verified");
    });
  }

  @Test
  void aCutoverThatIsDoneWithoutItsNamesIsFound() {
    named();
    led(9.5, SOURCE, SOURCE);
    assertThat(history.findings()).singleElement().extracting(Finding::operation, Finding::what)
        .containsExactly("CutoverDone", NAME + " does not lead to the target");
  }

  @Test
  void afterARollbackTheyLeadToTheSourceAndNotSooner() {
    history = PlantedHistory.rolledBack(ID);
    named();
    history.without("CutoverDone");
    led(15.5, SOURCE, TARGET);
    history.snapshots(17.5, "s-" + ID, "stopped");
    led(20.5, TARGET, SOURCE);
    assertThat(history.findings()).isEmpty();
    history.calls.removeLast();
    assertThat(history.findings()).singleElement().extracting(Finding::operation, Finding::what)
        .containsExactly("RolledBack", NAME + " still leads to the target");
    led(19.5, TARGET, SOURCE);
    assertThat(history.findings()).singleElement().extracting(Finding::what)
        .isEqualTo(NAME + " was led back before the source was seen resumed");
  }

  @Test
  void whereAPersonWasToldThatTheyCannotBeLedBackTheyMayStay() {
    history = PlantedHistory.rolledBack(ID);
    named();
    history.without("CutoverDone");
    led(15.5, SOURCE, TARGET);
    history.snapshots(17.5, "s-" + ID, "stopped");
    history.event(ID, "LaunchStepFailed", 21.5, 1, Map.of("step", "ChangeNames", "final", true));
    assertThat(history.findings()).isEmpty();
  }
}
