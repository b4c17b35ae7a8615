package dev.convoy.lab.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.convoy.lab.verify.PlantedHistory.at;
import static org.assertj.core.api.Assertions.assertThat;

/** What AWS shows beside what was told. */
class LeftRunningTest {
  private static final String ID = "web-001";
  private static final String SOURCE = "s-" + ID;
  private static final String RULE = "4 left running";
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";

  private final PlantedHistory history = PlantedHistory.rolledBack(ID);

  /** Of a call of ours, or of somebody else's. */
  private void launched(String operation, double minute, String job, String instance, boolean ours) {
    history.calls.removeIf(call -> call.operation().equals(operation) && call.jobId().isEmpty());
    history.calls.add(new AwsCall(at(minute), "mgn", operation, ACCOUNT, REGION, List.of(SOURCE),
        ours ? Map.of("convoy:operation", ID + ":" + operation + ":1:1") : Map.of(), true, Optional.of(job), Optional.empty(), false,
        Map.of(SOURCE, new AwsCall.Launch("lt-" + SOURCE, 2, "subnet-test", List.of("sg-test"), Optional.of(at(minute - 0.1)))),
        Optional.empty()));
    history.jobs.add(new AwsJob(ACCOUNT, REGION, job, Set.of(SOURCE), at(minute), Optional.of(at(minute + 0.7)), List.of(),
        Map.of(SOURCE, instance)));
  }

  private void shown(String instance, String state) {
    history.instances.removeIf(each -> each.instanceId().equals(instance));
    history.instances.add(new AwsInstance(ACCOUNT, REGION, instance, state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "running"})
  void theTargetOfAServerThatWasRolledBackDoesNotRun(String state) {
    launched("StartCutover", 14, "mgnjob-2", "i-2", true);
    shown("i-2", "stopped");
    assertThat(history.findings()).isEmpty();
    shown("i-2", state);
    assertThat(history.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.rule()).isEqualTo(RULE);
      assertThat(finding.operation()).isEqualTo("StartCutover");
      assertThat(finding.what()).isEqualTo("i-2, which it launched, still runs");
    });
  }

  @Test
  void whileMoreMayComeNothingIsLeftYet() {
    launched("StartCutover", 14, "mgnjob-2", "i-2", true);
    shown("i-2", "running");
    assertThat(history.verdictAt(100).findings()).isEmpty();
  }

  @Test
  void aTestInstanceMayOutliveARollbackButNoWithdrawal() {
    launched("StartTest", 7, "mgnjob-1", "i-1", true);
    shown("i-1", "running");
    assertThat(history.findings()).isEmpty();
    history.event(ID, "ServerWithdrawn", 98.1);
    assertThat(history.findings()).as("asked a moment ago").isEmpty();
    history.instead(ID, "ServerWithdrawn", 30, 1, Map.of());
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation).containsExactly(RULE, "StartTest");
    shown("i-1", "terminated");
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void whatSomebodyElseLaunchedIsTheirs() {
    launched("StartTest", 7, "mgnjob-1", "i-1", false);
    shown("i-1", "running");
    history.event(ID, "ServerWithdrawn", 30);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void oneThatCouldNotBeStoppedIsNotLeftWhereAPersonWasTold() {
    launched("StartCutover", 14, "mgnjob-2", "i-2", true);
    shown("i-2", "running");
    history.event(ID, "LaunchStepFailed", 17.5, 1, Map.of("step", "StopTarget"));
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void theTargetOfACutoverStaysWhenItsServerIsWithdrawnAfterwards() {
    PlantedHistory migrated = PlantedHistory.migrated(ID);
    history.events.clear();
    history.events.addAll(migrated.events);
    history.calls.clear();
    history.calls.addAll(migrated.calls);
    history.work.clear();
    history.work.addAll(migrated.work);
    launched("StartCutover", 14, "mgnjob-2", "i-2", true);
    shown("i-2", "running");
    history.event(ID, "ServerWithdrawn", 30);
    assertThat(history.findings()).isEmpty();
  }

  @Test
  void theInstanceOfALaunchThatFailedIsStoppedBeforeTheSourceIsResumed() {
    launched("StartCutover", 14, "mgnjob-2", "i-2", true);
    history.without("CutoverLaunched");
    shown("i-2", "stopped");
    assertThat(history.findings()).isEmpty();
    history.withoutDeed("StopInstances");
    history.call("StopInstances", 19.5, SOURCE);
    assertThat(history.findings()).singleElement().extracting(Finding::rule, Finding::operation, Finding::what).containsExactly(
        "4 rollback order", "resume", "the source was resumed while i-2, which a launch that failed has left, was not stopped");
  }
}
