package dev.convoy.launch.server;

import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import java.time.Duration;
import java.util.Set;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.accepted;
import static dev.convoy.launch.server.Facts.agentInstalled;
import static dev.convoy.launch.server.Facts.build;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.drained;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.finalizeAuthorized;
import static dev.convoy.launch.server.Facts.healthy;
import static dev.convoy.launch.server.Facts.launchNow;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.quiesceNow;
import static dev.convoy.launch.server.Facts.quiesced;
import static dev.convoy.launch.server.Facts.reserved;
import static dev.convoy.launch.server.Facts.rollBackNow;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testPassed;
import static dev.convoy.launch.server.Facts.verified;

/** The server on its main line, up to a phase. Each step goes on from the one before. */
final class Journey {

  static final Duration RETRY = Duration.ofMinutes(1);
  static final Duration SNAPSHOT_WITHIN = Duration.ofMinutes(10);
  static final Duration TEST_AGE = Duration.ofDays(30);
  static final Duration IMAGE_WITHIN = Duration.ofHours(6);
  static final LaunchDecider DECIDER =
      new LaunchDecider(new Backoff(2, RETRY, Duration.ofMinutes(10)), SNAPSHOT_WITHIN, TEST_AGE,
          new NamesWait(Duration.ofMinutes(30), Duration.ofHours(1)), IMAGE_WITHIN);

  private Journey() {}

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> idle(Set<String> visited) {
    return DeciderScenario.of(DECIDER, Facts.SERVER, visited).given(build(1), agentInstalled(), healthy(1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testSettings(Set<String> visited) {
    return idle(visited).given(testAuthorized(1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testSlot(Set<String> visited) {
    return testSettings(visited).when(ConfigureLaunch.class, configured());
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testLaunch(Set<String> visited) {
    return testSlot(visited).given(slot(Purpose.TEST, 1, 1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testVerdict(Set<String> visited) {
    return testLaunch(visited).when(StartTest.class, launched("job-1", TEST_INSTANCE));
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> markReady(Set<String> visited) {
    return testVerdict(visited).given(testPassed(1, TEST_INSTANCE)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> terminate(Set<String> visited) {
    return markReady(visited).when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> ready(Set<String> visited) {
    return terminate(visited).when(TerminateTest.class, done());
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> cutoverSettings(Set<String> visited) {
    return ready(visited).given(cutoverAuthorized(1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> gathering(Set<String> visited) {
    return cutoverSettings(visited).when(ConfigureLaunch.class, configured());
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> reservedSlots(Set<String> visited) {
    return gathering(visited).given(reserved(1));
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> quiescing(Set<String> visited) {
    return reservedSlots(visited).given(quiesceNow(1)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> draining(Set<String> visited) {
    return quiescing(visited).given(quiesced(1, 600)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> allDrained(Set<String> visited) {
    return draining(visited).given(drained(1, 600)).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> cutoverLaunch(Set<String> visited) {
    return allDrained(visited).given(launchNow(1)).forget();
  }

  /** A cutover launch has failed once; the lifecycle is reverted before the next. */
  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> cutoverRevert(Set<String> visited) {
    return cutoverLaunch(visited).when(StartCutover.class, failed("job-2")).after(RETRY);
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> relaunchSettings(Set<String> visited) {
    return cutoverRevert(visited).when(LaunchOperation.RevertLifecycle.class, done()).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> verifying(Set<String> visited) {
    return cutoverLaunch(visited).when(StartCutover.class, launched("job-2", TARGET_INSTANCE));
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> verifiedTarget(Set<String> visited) {
    return verifying(visited).forget().given(verified(1, TARGET_INSTANCE));
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> moved(Set<String> visited) {
    return verifiedTarget(visited).given(accepted(1));
  }

  /** Users were on the target; it is stopped. */
  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> snapshot(Set<String> visited) {
    return moved(visited).given(rollBackNow(1)).when(LaunchOperation.StopTarget.class, done()).forget();
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> finalizing(Set<String> visited) {
    return moved(visited).forget().given(finalizeAuthorized(1));
  }

  static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> archiving(Set<String> visited) {
    return finalizing(visited).when(FinalizeCutover.class, done());
  }
}
