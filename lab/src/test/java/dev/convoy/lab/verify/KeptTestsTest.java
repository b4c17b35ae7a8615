package dev.convoy.lab.verify;

import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Test instances that are kept. Each with something planted and with a near miss. */
class KeptTestsTest {
  private static final String ID = "web-001";
  private static final String RULE = "6 kept";
  private static final String TERMINATE = "TerminateTargetInstances";

  /** Passed at minute 8, the cutover authorized at 9. */
  private static PlantedHistory kept(double endsBy) {
    var history = PlantedHistory.migrated(ID);
    history.event(ID, "TestKept", 8.1, 1, Map.of("instanceId", "i-test", "endsBy", PlantedHistory.at(endsBy)));
    return history;
  }

  private static PlantedHistory ended(double endsBy, double terminatedAt) {
    var history = kept(endsBy);
    history.call(TERMINATE, terminatedAt, "s-" + ID);
    history.event(ID, "TestEnded", terminatedAt + 0.2);
    return history;
  }

  @Test
  void oneThatGoesWhenItsCutoverIsAuthorizedIsAsItShouldBe() {
    assertThat(ended(60, 9.2).findings()).isEmpty();
  }

  @Test
  void oneThatGoesWhenItsTimeIsOverIsAsItShouldBe() {
    assertThat(ended(8.5, 8.6).findings()).isEmpty();
  }

  @Test
  void noneIsTerminatedBeforeSomebodyNeedsItNoLonger() {
    var history = ended(60, 8.6);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation).containsExactly(RULE, TERMINATE);
    history.event(ID, "TestAccepted", 8.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void noneIsLeftBehind() {
    var history = kept(60);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation, Finding::what)
        .containsExactly(RULE, "TestKept", "its test instance is left behind");
    assertThat(history.verdictAt(100).findings()).as("while more may come").isEmpty();
    history.event(ID, "TestEnded", 9.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void oneThatAnotherRoundReplacesIsNotLeftBehind() {
    var history = kept(60);
    history.event(ID, "TestLaunched", 8.6, 2, Map.of("subnetId", "subnet-test"));
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void oneThatWaitsForItsImageIsNotLeftBehind() {
    var history = kept(60);
    history.event(ID, "ImageRequested", 8.5);
    assertThat(history.findings()).isEmpty();
    history.event(ID, "ImageCreated", 9.5);
    assertThat(history.findings()).singleElement().extracting(Finding::what).isEqualTo("its test instance is left behind");
  }

  @Test
  void aServerThatStillWaitsKeepsIt() {
    var history = kept(600);
    history.without("CutoverFinalized");
    assertThat(history.findings()).extracting(Finding::rule).doesNotContain(RULE);
    history.instead(ID, "TestKept", 8.1, 1, Map.of("endsBy", PlantedHistory.at(60)));
    assertThat(history.findings()).as("its time is over").extracting(Finding::rule).contains(RULE);
  }
}
