package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.common.VerdictLevel;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestFailed;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictDeciderTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  @AfterAll
  static void everyTransitionIsVisited() {
    LifecycleChecks.everyRowVisited(new VerdictDecider(Launches.POLICY).lifecycle(), VISITED);
  }

  @Test
  void theDiagramIsCurrent() throws IOException {
    LifecycleChecks.diagramIsCurrent(
        new VerdictDecider(Launches.POLICY).lifecycle(), "validation", "States of a server in validation-service");
  }

  @Test
  void aTestInstanceIsCheckedAndPasses() {
    var scenario = at(Phase.IDLE).given(Launches.test(1, 1)).thenWants(RunChecks.class);
    var operation = scenario.wanted(RunChecks.class);
    assertThat(operation.purpose()).isEqualTo(Purpose.TEST);
    assertThat(operation.privateIp()).isEqualTo("127.61.0.9");
    assertThat(operation.account().roleArn()).endsWith("role/ConvoyMigration");
    assertThat(operation.header().limitKey()).isEqualTo(Launches.SERVER);
    scenario.when(RunChecks.class, Launches::passed).thenWants().thenEvents(TestPassed.class);
    assertThat(scenario.event(TestPassed.class).getInstanceId()).isEqualTo("i-test-11");
    assertThat(scenario.event(TestPassed.class).getLevel()).isEqualTo(VerdictLevel.SERVICE);
  }

  @Test
  void withoutDeclaredChecksTheVerdictRestsOnTheInstanceAlone() {
    var scenario = start().given(Launches.build(), Launches.test(1, 1)).when(RunChecks.class, Launches::passed);
    assertThat(scenario.event(TestPassed.class).getLevel()).isEqualTo(VerdictLevel.INSTANCE);
  }

  @Test
  void anInstanceThatIsKnownBeforeItsChecksWaitsForThem() {
    start().given(Launches.test(1, 1)).thenWants().given(Launches.build(Launches.http())).thenWants(RunChecks.class);
  }

  @Test
  void aTestThatDoesNotPassInTimeFailsWithTheLastEvidence() {
    var scenario = at(Phase.TESTING).when(RunChecks.class, Launches::progressed).thenWants(RunChecks.class)
        .after(Launches.POLICY.testWithin()).thenWants().thenEvents(TestFailed.class);
    var failed = scenario.event(TestFailed.class);
    assertThat(failed.getFinal$()).isTrue();
    assertThat(failed.getCode()).isEqualTo("CVY-5103");
    assertThat(failed.getMessage()).contains("answers 503");
    assertThat(failed.getEvidence()).hasSize(2);
  }

  @Test
  void whatHasPassedButForWarningsPassesWhenItsTimeIsOver() {
    var warned = List.of(Launches.evidence(CheckKind.EC2_STATUS, CheckResult.PASSED),
        Launches.evidence(CheckKind.PROFILE, CheckResult.WARNING), Launches.evidence(CheckKind.PROFILE, CheckResult.SKIPPED));
    var test = at(Phase.TESTING).when(RunChecks.class, run -> Launches.progressed(run, warned)).thenEvents()
        .after(Launches.POLICY.testWithin()).thenEvents(TestPassed.class);
    assertThat(test.event(TestPassed.class).getEvidence()).isEqualTo(warned);
    at(Phase.VERIFYING).when(RunChecks.class, run -> Launches.progressed(run, warned)).thenEvents()
        .after(Launches.POLICY.cutoverWithin()).thenEvents(CutoverVerified.class);
  }

  @Test
  void anInstanceThatNobodyCouldLookAtFailsAsThat() {
    var scenario = at(Phase.TESTING).after(Launches.POLICY.testWithin());
    assertThat(scenario.event(TestFailed.class).getCode()).isEqualTo("CVY-5104");
  }

  @Test
  void aCutoverInstanceIsVerifiedOrFails() {
    var scenario = at(Phase.TEST_PASSED).given(Launches.cutover(1)).when(RunChecks.class, Launches::progressed);
    assertThat(scenario.wanted(RunChecks.class).purpose()).isEqualTo(Purpose.CUTOVER);
    scenario.when(RunChecks.class, Launches::passed).thenEvents(CutoverVerified.class);
    var other = at(Phase.VERIFYING).after(Launches.POLICY.cutoverWithin()).thenEvents(CutoverVerificationFailed.class);
    assertThat(other.event(CutoverVerificationFailed.class).getFinal$()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"TEST_FAILED", "VERIFICATION_FAILED"})
  void aPersonsRetryChecksTheSameInstanceAgain(Phase phase) {
    var scenario = at(phase).after(Duration.ofMinutes(1));
    int run = scenario.state().run();
    scenario.given(Launches.retry(scenario.now()));
    assertThat(scenario.wanted(RunChecks.class).header().attempt()).isEqualTo(run + 1);
  }

  @Test
  void aRetryOlderThanTheFailureIsNotFollowed() {
    at(Phase.TEST_FAILED).given(Launches.retry(Instant.EPOCH)).thenWants();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ENDED")
  void aLaterTestInstanceIsCheckedInsteadWhateverCameBefore(Phase phase) {
    var scenario = at(phase).given(Launches.test(2, 1));
    assertThat(scenario.wanted(RunChecks.class).instanceId()).isEqualTo("i-test-21");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ENDED")
  void aLaterCutoverInstanceIsCheckedInsteadWhateverCameBefore(Phase phase) {
    var scenario = at(phase).given(Launches.cutover(2));
    assertThat(scenario.wanted(RunChecks.class).instanceId()).isEqualTo("i-cutover-2");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ENDED")
  void aServerThatIsDoneIsCheckedNoMore(Phase phase) {
    at(phase).given(phase == Phase.VERIFIED ? Launches.finalized() : Launches.withdrawal(1)).thenWants()
        .given(Launches.test(3, 1)).thenWants().thenEvents();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ENDED")
  void aWithdrawnServerThatIsDeclaredAgainIsCheckedInItsNextRound(Phase phase) {
    var scenario = at(phase).given(Launches.withdrawal(1), Launches.build(Launches.http())).thenWants()
        .given(Launches.build(2, Launches.http()), Launches.withdrawn(1), Launches.test(1, 2)).thenWants()
        .given(Launches.test(2, 1));
    assertThat(scenario.wanted(RunChecks.class).header().round()).isEqualTo(2);
    scenario.when(RunChecks.class, Launches::passed).thenEvents(TestPassed.class);
  }

  @Test
  void anInstanceThatIsKnownBeforeItsBuildGateIsCheckedAllTheSame() {
    at(Phase.TESTING).given(Launches.withdrawal(1), Launches.test(2, 1)).thenWants()
        .given(Launches.build(2, Launches.http())).thenWants(RunChecks.class);
  }

  @Test
  void aRetestEndsTheChecksOfTheRoundBefore() {
    at(Phase.TESTING).given(Launches.retest(2)).thenWants().given(Launches.test(1, 2)).thenWants();
  }

  @Test
  void aCutoverThatIsRolledBackIsCheckedNoMore() {
    at(Phase.VERIFYING).given(Launches.rollback(1)).thenWants().given(Launches.cutover(1)).thenWants().thenEvents();
  }

  private static DeciderScenario<VerdictState, ValidationOperation, ValidationOutcome> start() {
    return DeciderScenario.of(new VerdictDecider(Launches.POLICY), Launches.SERVER, VISITED);
  }

  private static DeciderScenario<VerdictState, ValidationOperation, ValidationOutcome> at(Phase phase) {
    return (switch (phase) {
      case IDLE -> start().given(Launches.build(Launches.http()));
      case TESTING -> at(Phase.IDLE).given(Launches.test(1, 1));
      case TEST_PASSED -> at(Phase.TESTING).when(RunChecks.class, Launches::passed);
      case TEST_FAILED -> at(Phase.TESTING).after(Launches.POLICY.testWithin());
      case VERIFYING -> at(Phase.TEST_PASSED).given(Launches.cutover(1));
      case VERIFIED -> at(Phase.VERIFYING).when(RunChecks.class, Launches::passed);
      case VERIFICATION_FAILED -> at(Phase.VERIFYING).after(Launches.POLICY.cutoverWithin());
      case ENDED -> at(Phase.VERIFIED).given(Launches.finalized());
    }).forget();
  }
}
