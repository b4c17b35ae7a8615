package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.launch.CutoverLaunchFailed;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestLaunchFailed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.server.LaunchOperation.ArchiveServer;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.agentInstalled;
import static dev.convoy.launch.server.Facts.build;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.drainFailed;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.failedForGood;
import static dev.convoy.launch.server.Facts.healthy;
import static dev.convoy.launch.server.Facts.held;
import static dev.convoy.launch.server.Facts.misplaced;
import static dev.convoy.launch.server.Facts.quiesceFailed;
import static dev.convoy.launch.server.Facts.refused;
import static dev.convoy.launch.server.Facts.resumed;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.retry;
import static dev.convoy.launch.server.Facts.revoked;
import static dev.convoy.launch.server.Facts.rollBackNow;
import static dev.convoy.launch.server.Facts.rollback;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.sourceResumed;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testEndRequested;
import static dev.convoy.launch.server.Facts.testWaived;
import static dev.convoy.launch.server.Facts.verificationFailed;
import static dev.convoy.launch.server.Facts.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

/** Failures, retries and the way back: with {@link SnapshotWayTest}, every row of the table. */
class DetoursTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  /** A phase whose operation simply ends. */
  record Step(
      String name,
      Function<Set<String>, DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome>> upTo,
      Class<? extends LaunchOperation> operation) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Step> simpleSteps() {
    return Stream.of(
        new Step("revert before a test", DetoursTest::testRevert, RevertLifecycle.class),
        new Step("settings of the test", Journey::testSettings, ConfigureLaunch.class),
        new Step("stop of a misplaced test", DetoursTest::testStop, StopTarget.class),
        new Step("mark ready", Journey::markReady, MarkReadyForCutover.class),
        new Step("settings of the cutover", Journey::cutoverSettings, ConfigureLaunch.class),
        new Step("stop of a misplaced target", DetoursTest::cutoverStop, StopTarget.class),
        new Step("finalize", Journey::finalizing, FinalizeCutover.class),
        new Step("archive", Journey::archiving, ArchiveServer.class),
        new Step("stop of the target", DetoursTest::stopTarget, StopTarget.class),
        new Step("stop of a target that users were on", v -> Journey.moved(v).given(rollBackNow(1)), StopTarget.class),
        new Step("revert after a rollback", DetoursTest::revert, RevertLifecycle.class),
        new Step("stop before the withdrawal", v -> Journey.testVerdict(v).given(withdrawal()), StopTarget.class));
  }

  @ParameterizedTest
  @MethodSource("simpleSteps")
  void a_failed_step_is_tried_again_and_then_waits_for_a_person(Step step) {
    var s = step.upTo().apply(VISITED);
    int first = s.wanted(step.operation()).header().attempt();
    s.when(step.operation(), failed()).thenWants().after(Journey.RETRY).thenWants(step.operation());
    assertThat(s.wanted(step.operation()).header().attempt()).isEqualTo(first + 1);
    s.when(step.operation(), failed()).thenWants().after(Duration.ofHours(1)).thenWants();
    s.given(retry(s.now())).thenWants(step.operation());
    assertThat(s.wanted(step.operation()).header().attempt()).isEqualTo(first + 2);
  }

  @ParameterizedTest
  @MethodSource("simpleSteps")
  void a_failure_that_time_does_not_heal_is_not_tried_again(Step step) {
    step.upTo().apply(VISITED).when(step.operation(), failedForGood()).after(Duration.ofHours(1)).thenWants();
  }

  @Test
  void a_failed_test_launch_gives_its_slot_back_and_takes_another() {
    var s = Journey.testLaunch(VISITED).when(StartTest.class, failed("job-1")).thenEvents(TestLaunchFailed.class);
    assertThat(s.event(TestLaunchFailed.class).getFinal$()).isFalse();
    s.after(Journey.RETRY).when(ConfigureLaunch.class, configured()).given(slot(Purpose.TEST, 1, 2));
    assertThat(s.wanted(StartTest.class).previousJobs()).containsExactly("job-1");
    s.when(StartTest.class, failed("job-2")).after(Duration.ofHours(1)).thenWants();
    assertThat(s.event(TestLaunchFailed.class).getFinal$()).isTrue();
  }

  @Test
  void a_test_in_the_wrong_network_is_stopped_at_once() {
    var s = testStop(VISITED).thenEvents(TestLaunchFailed.class).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).instanceId()).isEqualTo(TEST_INSTANCE);
    s.when(StopTarget.class, done()).thenWants().given(retry(s.now())).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_failed_termination_is_tried_again_with_a_slot_of_its_own() {
    var s = Journey.terminate(VISITED).when(TerminateTest.class, failed("job-3")).after(Journey.RETRY)
        .given(slot(Purpose.TERMINATE, 1, 2)).thenWants(TerminateTest.class);
    s.when(TerminateTest.class, failed("job-4")).after(Duration.ofHours(1)).thenWants();
    assertThat(s.event(LaunchStepFailed.class).getFinal$()).isTrue();
  }

  @Test
  void a_retest_begins_anew_wherever_nothing_is_under_way() {
    Journey.idle(VISITED).given(retest(2), testAuthorized(2)).thenWants(ConfigureLaunch.class);
    Journey.testSettings(VISITED).when(ConfigureLaunch.class, failedForGood()).given(retest(2)).thenWants();
    Journey.testVerdict(VISITED).given(retest(2), testAuthorized(2)).thenWants(ConfigureLaunch.class);
    testRevert(VISITED).when(RevertLifecycle.class, done()).thenWants(ConfigureLaunch.class);
    var running = Journey.testLaunch(VISITED).given(retest(2));
    assertThat(running.state().round()).isEqualTo(1);
  }

  /** Safety rule 2: a test of somebody else is not ours. */
  @Test
  void a_server_whose_agent_was_there_before_is_led_back_to_before_any_test() {
    var adopted = AgentInstalled.newBuilder(agentInstalled()).setAdopted(true).build();
    var s = DeciderScenario.of(Journey.DECIDER, Facts.SERVER, VISITED).given(build(1), adopted, healthy(1)).thenWants()
        .given(testAuthorized(1)).thenWants(RevertLifecycle.class);
    assertThat(s.wanted(RevertLifecycle.class).to()).isEqualTo(LaunchOperation.RevertTo.READY_FOR_TEST);
    s.when(RevertLifecycle.class, done()).thenWants(ConfigureLaunch.class);
    var untested = DeciderScenario.of(Journey.DECIDER, Facts.SERVER, VISITED).given(build(1), adopted, healthy(1), testWaived(1));
    untested.thenWants(MarkReadyForCutover.class);
    var parked = DeciderScenario.of(Journey.DECIDER, Facts.SERVER, VISITED).given(build(1), adopted, healthy(1), testAuthorized(1))
        .when(RevertLifecycle.class, failedForGood()).thenWants();
    assertThat(parked.event(LaunchStepFailed.class).getFinal$()).isTrue();
  }

  @Test
  void an_agent_that_is_adopted_again_leads_nothing_back() {
    var again = AgentInstalled.newBuilder(agentInstalled()).setAttempt(2).setAdopted(true).build();
    Journey.idle(VISITED).given(again, testAuthorized(1)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_server_that_goes_back_from_its_test_has_the_instance_ended_first() {
    var s = Journey.testVerdict(VISITED).forget().given(rollback(1)).thenEvents().when(MarkReadyForCutover.class, done())
        .given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done());
    s.thenEvents(TestEnded.class, RolledBack.class).thenWants();
    s.given(withdrawal()).thenWants();
    var parked = Journey.testVerdict(VISITED).given(rollback(1)).forget().when(MarkReadyForCutover.class, failedForGood());
    assertThat(parked.event(RolledBack.class).getRound()).isEqualTo(1);
  }

  @Test
  void a_test_instance_that_was_left_on_the_way_back_is_stopped_with_the_withdrawal() {
    Journey.testVerdict(VISITED).given(held(1), rollback(1), withdrawal()).thenWants(StopTarget.class).when(StopTarget.class, done())
        .thenWants();
  }

  @Test
  void the_instance_of_a_failed_test_is_ended_by_a_person_and_its_test_counts_for_nothing() {
    var s = Journey.testVerdict(VISITED).forget().given(testEndRequested(0), held(1), testEndRequested(1)).thenWants()
        .given(resumed(2)).when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done())
        .thenEvents(TestEnded.class).thenWants();
    s.given(cutoverAuthorized(1)).thenWants();
    s.given(retest(2), testAuthorized(2)).thenWants(RevertLifecycle.class);
  }

  @Test
  void a_server_that_is_at_rest_is_rolled_back_at_once() {
    Journey.idle(VISITED).given(rollback(1)).thenEvents(RolledBack.class);
    Journey.testSettings(VISITED).when(ConfigureLaunch.class, failedForGood()).forget().given(rollback(1))
        .thenEvents(RolledBack.class);
    Journey.testVerdict(VISITED).forget().given(held(1), rollback(1)).thenEvents(RolledBack.class);
    Journey.ready(VISITED).forget().given(rollback(1)).thenEvents(RolledBack.class);
    Journey.cutoverSettings(VISITED).forget().given(rollback(1)).thenEvents(RolledBack.class).thenWants()
        .given(build(2), testAuthorized(2)).thenWants(RevertLifecycle.class);
  }

  @Test
  void a_withdrawn_server_wants_nothing_more() {
    Journey.idle(VISITED).given(withdrawal(), testAuthorized(1)).thenWants();
    Journey.testSettings(VISITED).given(withdrawal()).thenWants();
    Journey.testSlot(VISITED).given(withdrawal()).thenWants();
    Journey.testLaunch(VISITED).given(withdrawal()).thenWants(StopTarget.class).when(StopTarget.class, done())
        .thenWants();
    Journey.ready(VISITED).given(withdrawal(), cutoverAuthorized(1)).thenWants();
    Journey.cutoverSettings(VISITED).given(rollback(1), withdrawal()).thenWants();
  }

  @Test
  void a_server_without_its_gate_leaves_the_group() {
    Journey.cutoverSettings(VISITED).given(revoked(5)).thenWants();
    var gathering = Journey.gathering(VISITED).forget().given(revoked(5));
    assertThat(gathering.sends()).anyMatch(send -> send.message() instanceof MoveMessage.LeaveMoveGroup);
    var reserved = Journey.reservedSlots(VISITED).forget().after(Duration.ofHours(5));
    assertThat(reserved.sends()).anyMatch(send -> send.message() instanceof MoveMessage.LeaveMoveGroup);
  }

  @Test
  void a_cutover_that_is_revoked_and_authorized_again_at_the_same_moment_goes_on() {
    var gate = cutoverAuthorized(1);
    var again = CutoverAuthorized.newBuilder(gate).setAttempt(2).setMoveGroup(gate.getMoveGroup() + "/2").build();
    var s = Journey.gathering(VISITED).given(revoked(5)).given(CutoverAuthorized.newBuilder(again)
        .setOccurredAt(revoked(5).getOccurredAt()).build()).thenWants(ConfigureLaunch.class);
    s.given(revoked(6)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void what_is_revoked_in_the_outage_goes_back_with_its_group() {
    var s = Journey.allDrained(VISITED).forget().given(revoked(7)).given(revoked(7));
    assertThat(s.sends()).filteredOn(send -> send.message() instanceof MoveMessage.RollbackAsked).hasSize(1);
  }

  @Test
  void a_refused_group_waits_for_a_person() {
    var s = Journey.gathering(VISITED).forget().given(refused(1)).thenWants().thenEvents(CutoverLaunchFailed.class);
    s.given(retry(s.now())).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_request_to_roll_back_goes_to_the_group() {
    var s = Journey.quiescing(VISITED).given(rollback(1)).thenEvents();
    assertThat(s.sends()).anyMatch(send -> send.message() instanceof MoveMessage.RollbackAsked);
  }

  @Test
  void failures_in_the_outage_are_told_to_the_group_once() {
    for (var s : Stream.of(Journey.quiescing(VISITED).given(quiesceFailed(), quiesceFailed()),
        Journey.draining(VISITED).given(drainFailed()), Journey.verifying(VISITED).given(verificationFailed())).toList()) {
      assertThat(s.sends()).filteredOn(send -> send.message() instanceof MoveMessage.MemberFailed).hasSize(1);
    }
  }

  @Test
  void a_failed_cutover_launch_is_tried_again_from_ready_for_cutover() {
    var s = Journey.relaunchSettings(VISITED).when(ConfigureLaunch.class, configured());
    assertThat(s.wanted(StartCutover.class).header().attempt()).isEqualTo(2);
    assertThat(s.wanted(StartCutover.class).previousJobs()).containsExactly("job-1", "job-2");
    s.when(StartCutover.class, failed("job-3")).thenWants();
    assertThat(s.event(CutoverLaunchFailed.class).getFinal$()).isTrue();
    assertThat(s.sends()).anyMatch(send -> send.message() instanceof MoveMessage.MemberFailed);
    s.given(retry(s.now())).thenWants(RevertLifecycle.class);
  }

  @Test
  void the_steps_between_two_launches_may_fail_too() {
    Journey.cutoverRevert(VISITED).when(RevertLifecycle.class, failedForGood()).thenWants();
    Journey.cutoverLaunch(VISITED).when(StartCutover.class, failedForGood()).given(retry(Facts.START))
        .when(RevertLifecycle.class, failed()).after(Journey.RETRY).thenWants(RevertLifecycle.class);
    Journey.relaunchSettings(VISITED).when(ConfigureLaunch.class, failedForGood()).thenWants();
    var s = Journey.cutoverLaunch(VISITED).when(StartCutover.class, failedForGood()).given(retry(Facts.START))
        .when(RevertLifecycle.class, done()).when(ConfigureLaunch.class, failed()).after(Journey.RETRY);
    s.thenWants(RevertLifecycle.class);
  }

  @Test
  void the_window_may_end_between_two_launches() {
    assertThat(Journey.cutoverRevert(VISITED).after(Duration.ofHours(4)).wanted(RevertLifecycle.class).header().act())
        .isFalse();
    assertThat(Journey.relaunchSettings(VISITED).after(Duration.ofHours(4)).wanted(ConfigureLaunch.class).header()
        .act()).isFalse();
    Journey.cutoverLaunch(VISITED).after(Duration.ofHours(4)).wanted(StartCutover.class);
  }

  @Test
  void a_withdrawn_server_that_is_declared_again_begins_anew() {
    var s = Journey.testSettings(VISITED).given(withdrawal(), Facts.build(1), Facts.agentInstalled(1)).thenWants()
        .given(Facts.build(2), withdrawal(), testAuthorized(1)).thenWants()
        .given(testAuthorized(2)).thenWants().given(Facts.agentInstalled(2)).thenWants()
        .given(Facts.healthy(9)).thenWants(ConfigureLaunch.class);
    assertThat(s.wanted(ConfigureLaunch.class).header().round()).isEqualTo(2);
    s.given(Facts.withdrawal(2)).thenWants().given(Facts.build(2)).thenWants();
  }

  @Test
  void what_the_round_before_has_launched_is_stopped_before_the_next_begins() {
    var s = Journey.testVerdict(VISITED).forget().given(withdrawal(), Facts.build(2), Facts.agentInstalled(2),
        Facts.healthy(9), testAuthorized(2)).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).header().round()).isEqualTo(1);
    s.when(StopTarget.class, failedForGood()).thenWants().thenEvents(LaunchStepFailed.class);
    assertThat(s.event(LaunchStepFailed.class).getRound()).as("so that the person is called in it").isEqualTo(2);
    s.given(Facts.retry(s.now())).when(StopTarget.class, done()).thenWants(ConfigureLaunch.class);
    assertThat(s.wanted(ConfigureLaunch.class).header().round()).isEqualTo(2);
  }

  @Test
  void a_clean_up_that_was_given_up_is_tried_again_when_the_server_is_declared_anew() {
    Journey.testVerdict(VISITED).given(withdrawal()).when(StopTarget.class, failedForGood()).thenWants()
        .given(Facts.build(2)).after(Duration.ofSeconds(1)).thenWants(StopTarget.class)
        .given(Facts.withdrawal(2)).when(StopTarget.class, done()).thenWants().given(Facts.build(2)).thenWants()
        .given(Facts.build(3), Facts.agentInstalled(3), testAuthorized(3), Facts.healthy(9)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_withdrawal_ends_a_change_of_the_lifecycle_that_is_not_made_any_more() {
    testRevert(VISITED).given(Facts.withdrawal(2)).thenWants();
    Journey.markReady(VISITED).given(withdrawal()).thenWants(StopTarget.class).when(StopTarget.class, done())
        .given(Facts.build(2), Facts.agentInstalled(2), Facts.healthy(9), testAuthorized(2))
        .thenWants(RevertLifecycle.class);
  }

  @Test
  void members_whose_source_is_untouched_go_back_at_once() {
    Journey.gathering(VISITED).forget().given(rollBackNow(1)).thenEvents(RolledBack.class);
    Journey.reservedSlots(VISITED).forget().given(rollBackNow(1)).thenEvents(RolledBack.class);
  }

  @Test
  void quiesced_members_are_resumed_first() {
    Journey.quiescing(VISITED).given(rollBackNow(1)).thenEvents(RollbackStarted.class)
        .given(sourceResumed(1)).thenEvents(RollbackStarted.class, RolledBack.class);
    Journey.draining(VISITED).given(rollBackNow(1)).thenEvents(RollbackStarted.class);
    Journey.allDrained(VISITED).given(rollBackNow(1)).thenEvents(RollbackStarted.class);
  }

  @Test
  void launched_members_are_stopped_resumed_and_reverted_in_this_order() {
    var s = stopTarget(VISITED).given(Facts.held(9));
    assertThat(s.wanted(StopTarget.class).header().act()).isTrue();
    assertThat(s.wanted(StopTarget.class).instanceId()).isEqualTo(TARGET_INSTANCE);
    s.when(StopTarget.class, done()).thenEvents(RollbackStarted.class).thenWants().given(sourceResumed(1));
    s.when(RevertLifecycle.class, done()).thenEvents(RollbackStarted.class, RolledBack.class);
    assertThat(s.sends()).anyMatch(send -> send.message() instanceof MoveMessage.LeaveMoveGroup);
  }

  @Test
  void a_rollback_may_come_at_any_moment_of_the_cutover() {
    Stream.of(Journey.cutoverLaunch(VISITED), Journey.cutoverRevert(VISITED), Journey.relaunchSettings(VISITED),
        cutoverStop(VISITED), Journey.cutoverLaunch(VISITED).when(StartCutover.class, failedForGood()),
        Journey.verifiedTarget(VISITED), Journey.moved(VISITED),
        Journey.finalizing(VISITED).when(FinalizeCutover.class, failedForGood()))
        .forEach(s -> s.given(rollBackNow(1)).thenWants(StopTarget.class));
    Journey.finalizing(VISITED).given(rollBackNow(1)).thenWants(FinalizeCutover.class);
  }

  @Test
  void the_stop_of_a_misplaced_target_goes_on_as_the_stop_of_the_way_back() {
    var misplaced = cutoverStop(VISITED);
    var stop = misplaced.wanted(StopTarget.class).id();
    var s = misplaced.given(rollBackNow(1)).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).id()).as("no second attempt before the end of the first").isEqualTo(stop);
    s.when(StopTarget.class, done()).thenWants().given(sourceResumed(1)).thenWants(RevertLifecycle.class);
  }

  @Test
  void the_stop_that_goes_on_for_the_way_back_has_all_tries_again() {
    var s = cutoverStop(VISITED).when(StopTarget.class, failed()).after(Journey.RETRY).given(rollBackNow(1))
        .when(StopTarget.class, failed()).thenWants().after(Journey.RETRY).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).header().attempt()).isEqualTo(3);
  }

  @Test
  void the_way_back_does_not_wait_for_the_next_try_of_a_stop_that_has_failed() {
    var s = cutoverStop(VISITED).when(StopTarget.class, failed()).given(rollBackNow(1)).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).header().attempt()).isEqualTo(2);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testRevert(Set<String> visited) {
    return Journey.ready(visited).given(retest(2), testAuthorized(2)).forget();
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> testStop(Set<String> visited) {
    return Journey.testLaunch(visited).when(StartTest.class, misplaced("job-1", TEST_INSTANCE));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> cutoverStop(Set<String> visited) {
    return Journey.cutoverLaunch(visited).when(StartCutover.class, misplaced("job-2", TARGET_INSTANCE));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> stopTarget(Set<String> visited) {
    return Journey.verifying(visited).forget().given(rollBackNow(1));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> revert(Set<String> visited) {
    return stopTarget(visited).when(StopTarget.class, done()).given(sourceResumed(1)).forget();
  }

  @AfterAll
  static void every_row_of_the_table_was_taken() {
    cutoverStop(VISITED).when(StopTarget.class, done());
    Journey.snapshot(VISITED);
    DecisionsTest.everyRow(VISITED);
    TestAgeTest.everyRow(VISITED);
    AheadOfOthersTest.everyRow(VISITED);
    NamesTest.everyRow(VISITED);
    KeptTestTest.everyRow(VISITED);
    LeftInstanceTest.everyRow(VISITED);
    Journey.archiving(VISITED).when(ArchiveServer.class, done());
    LifecycleChecks.everyRowVisited(Journey.DECIDER.lifecycle(), phase -> !SnapshotWayTest.PHASES.contains(phase), VISITED);
  }
}
