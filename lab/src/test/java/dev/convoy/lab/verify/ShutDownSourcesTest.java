package dev.convoy.lab.verify;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sources that are shut down. Each with something planted and with a near miss. */
class ShutDownSourcesTest {
  private static final String ID = "web-001";
  private static final String RULE = "3 shutdown";

  @Test
  void aSourceThatIsShutDownAfterItsDrainAndWatchedIsAsItShouldBe() {
    var history = PlantedHistory.migrated(ID);
    history.host(ID, "shutdown", 13.5);
    history.event(ID, "SourceShutDown", 14.5);
    assertThat(history.findings()).isEmpty();
    history.host(ID, "shutdown", 13.6, ID + ":ShutDownSource:1:2");
    assertThat(history.findings()).as("twice, with no event between").isNotEmpty();
  }

  @Test
  void noSourceIsShutDownBeforeItsDrain() {
    var history = PlantedHistory.migrated(ID);
    history.host(ID, "shutdown", 12.5);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly(RULE, "shutdown");
  }

  @Test
  void noSourceIsShutDownOnceItsRollbackHasStarted() {
    var history = PlantedHistory.rolledBack(ID);
    history.host(ID, "shutdown", 18.05);
    assertThat(history.findings()).as("within the time that everybody is given to hear of it").isEmpty();
    history.withoutDeed("shutdown");
    history.host(ID, "shutdown", 18.5);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::what)
        .containsExactly(RULE, "its rollback had started");
  }

  @Test
  void aSourceThatIsOffIsSeenToRunBeforeItIsResumed() {
    var history = PlantedHistory.rolledBack(ID);
    history.host(ID, "shutdown", 13.5);
    history.event(ID, "SourceShutDown", 14.5);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly(RULE, "resume");
    history.host(ID, "power-on", 18.2);
    history.event(ID, "SourcePoweredOn", 18.5);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void noFinalizeIsAuthorizedWhileBothMayBeAtWorkUnlessAPersonSaysSo() {
    var history = PlantedHistory.migrated(ID);
    history.host(ID, "shutdown", 13.5);
    history.event(ID, "SourceShutDown", 14.5);
    history.event(ID, "SourceWoke", 16.5);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation)
        .containsExactly(RULE, "FinalizeAuthorized");
    history.event(ID, "RetryRequested", 16.8);
    assertThat(history.findings()).isEmpty();
    history.without("RetryRequested");
    history.event(ID, "SourceShutDown", 16.9);
    assertThat(history.findings()).isEmpty();
  }
}
