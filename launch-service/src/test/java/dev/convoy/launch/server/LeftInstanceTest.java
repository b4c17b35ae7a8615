package dev.convoy.launch.server;

import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.slots.Purpose;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.decided;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.rollBackNow;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testWaived;
import static dev.convoy.launch.server.Facts.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

/** A launch may fail and leave an instance that runs: of an action that failed, or a boot that took too long. */
class LeftInstanceTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final String LEFT = "i-0123456789abcde99";

  private static <T extends LaunchOperation> Function<T, LaunchOutcome> leaving(boolean forGood) {
    return o -> new LaunchOutcome.StepFailed(OutcomeHeader.of(o.header(), Facts.START),
        new Failure("CVY-4121", "its action failed", "correct the document", forGood), "job-1", LEFT);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> failedTest(Set<String> visited) {
    return Journey.testLaunch(visited).when(StartTest.class, leaving(true)).thenWants();
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> waivedAfterIt(Set<String> visited) {
    return failedTest(visited).given(decided(1, true, false), testWaived(1)).when(MarkReadyForCutover.class, done()).thenWants();
  }

  private static void isStopped(DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> s, String instance) {
    assertThat(s.thenWants(StopTarget.class).wanted(StopTarget.class).instanceId()).isEqualTo(instance);
    s.when(StopTarget.class, done());
  }

  /** Rows that belong here, for whoever looks whether every row was visited. */
  static void everyRow(Set<String> visited) {
    isStopped(failedTest(visited).given(withdrawal()), LEFT);
    isStopped(Journey.testLaunch(visited).when(StartTest.class, leaving(false)).after(Journey.RETRY)
        .when(ConfigureLaunch.class, configured()).given(withdrawal()), LEFT);
    isStopped(Journey.testVerdict(visited).given(retest(2), Facts.withdrawal(2)), TEST_INSTANCE);
    isStopped(waivedAfterIt(visited).given(withdrawal()), LEFT);
    isStopped(Journey.cutoverLaunch(visited).when(StartCutover.class, leaving(true)).given(rollBackNow(1))
        .when(StopTarget.class, done()).given(Facts.sourceResumed(1)).when(RevertLifecycle.class, done())
        .given(retest(2), testAuthorized(2)).thenWants(RevertLifecycle.class).given(Facts.withdrawal(2)), LEFT);
  }

  @Test
  void what_a_failed_test_launch_has_left_is_stopped_with_the_withdrawal() {
    everyRow(VISITED);
  }

  @Test
  void a_target_whose_launch_failed_is_stopped_before_its_source_is_resumed() {
    isStopped(Journey.cutoverLaunch(VISITED).when(StartCutover.class, leaving(true)).given(rollBackNow(1)), LEFT);
  }

  @Test
  void the_next_launch_takes_it_away() {
    isStopped(Journey.testLaunch(VISITED).when(StartTest.class, leaving(false)).after(Journey.RETRY)
        .when(ConfigureLaunch.class, configured()).given(slot(Purpose.TEST, 1, 2))
        .when(StartTest.class, launched("job-2", TEST_INSTANCE)).given(withdrawal()), TEST_INSTANCE);
    isStopped(Journey.verifying(VISITED).given(rollBackNow(1)), TARGET_INSTANCE);
  }

  @Test
  void a_later_round_still_knows_it() {
    isStopped(failedTest(VISITED).given(retest(2)).thenWants().given(Facts.withdrawal(2)), LEFT);
  }
}
