package dev.convoy.launch.server;

import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.decided;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.failedForGood;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.revoked;
import static dev.convoy.launch.server.Facts.rollback;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testWaived;
import static dev.convoy.launch.server.Facts.withdrawal;
import static dev.convoy.launch.server.Facts.withheld;
import static org.assertj.core.api.Assertions.assertThat;

/** What a person has decided about a server: moved without a test, or without a way back once it was launched. */
class DecisionsTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> waived(Set<String> visited) {
    return Journey.idle(visited).given(decided(1, true, false), testWaived(1)).forget();
  }

  @Test
  void a_waived_test_launches_nothing_and_marks_the_server_ready() {
    waived(VISITED).thenWants(MarkReadyForCutover.class).when(MarkReadyForCutover.class, done()).thenWants().thenEvents()
        .given(cutoverAuthorized(1)).when(ConfigureLaunch.class, configured()).given(Facts.reserved(1), Facts.quiesceNow(1),
            Facts.quiesced(1, 600), Facts.drained(1, 600), Facts.launchNow(1))
        .when(StartCutover.class, launched("job-1", TARGET_INSTANCE));
  }

  @Test
  void a_gate_of_the_cutover_alone_waives_no_test() {
    Journey.idle(VISITED).given(decided(1, true, false), cutoverAuthorized(1)).thenWants();
    Journey.idle(VISITED).given(testWaived(1), cutoverAuthorized(1)).when(MarkReadyForCutover.class, done())
        .thenWants(ConfigureLaunch.class);
    Journey.idle(VISITED).given(Facts.unhealthy(5), testWaived(1), retest(2), Facts.healthy(9), cutoverAuthorized(2)).thenWants();
  }

  @Test
  void marking_waits_for_a_healthy_replication_and_for_no_hold() {
    Journey.idle(VISITED).given(Facts.unhealthy(5), testWaived(1)).thenWants().given(Facts.healthy(9))
        .thenWants(MarkReadyForCutover.class);
    var held = waived(VISITED).given(Facts.held(9));
    assertThat(held.wanted(MarkReadyForCutover.class).header().act()).isFalse();
  }

  @Test
  void a_mark_that_fails_for_good_leaves_every_way_open() {
    waived(VISITED).when(MarkReadyForCutover.class, failedForGood()).thenEvents(LaunchStepFailed.class)
        .given(decided(2, false, false), retest(2), testAuthorized(2)).thenWants(ConfigureLaunch.class);
    waived(VISITED).when(MarkReadyForCutover.class, failed()).forget().given(cutoverAuthorized(1), rollback(1))
        .thenEvents(RolledBack.class);
    waived(VISITED).given(withdrawal()).thenWants(StopTarget.class).when(StopTarget.class, done()).thenWants();
  }

  @Test
  void a_waiver_is_taken_back_by_a_new_round_with_a_test() {
    waived(VISITED).when(MarkReadyForCutover.class, done()).given(decided(2, false, false), retest(2), testAuthorized(2))
        .thenWants(RevertLifecycle.class);
  }

  @Test
  void decided_in_the_middle_of_a_test_nothing_is_launched_any_more() {
    Journey.testSettings(VISITED).given(decided(1, true, false)).thenWants();
    Journey.testSlot(VISITED).given(decided(1, true, false)).thenWants()
        .given(slot(Purpose.TEST, 1, 1)).thenWants().given(retest(2), testWaived(2)).thenWants(MarkReadyForCutover.class);
    Journey.ready(VISITED).given(retest(2), testAuthorized(2)).thenWants(RevertLifecycle.class)
        .given(decided(1, true, false)).thenWants();
  }

  @Test
  void a_test_that_may_have_been_launched_already_is_stopped() {
    var s = Journey.testLaunch(VISITED).given(decided(1, true, false), retest(2), testWaived(2)).thenWants(StopTarget.class);
    assertThat(s.wanted(StopTarget.class).launchUnderWay()).isTrue();
    s.when(StopTarget.class, failed()).after(Journey.RETRY).when(StopTarget.class, done())
        .thenWants(MarkReadyForCutover.class).when(MarkReadyForCutover.class, done()).thenWants();
    assertThat(s.state().phase()).isEqualTo(Phase.READY);
    assertThat(s.state().round()).isEqualTo(2);
  }

  @Test
  void a_test_that_runs_is_ended_before_the_cutover() {
    var s = Journey.testVerdict(VISITED).forget().given(decided(1, true, false), retest(2), testWaived(2))
        .when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 2, 1));
    assertThat(s.wanted(TerminateTest.class).instanceId()).isEqualTo(TEST_INSTANCE);
    s.when(TerminateTest.class, done()).thenEvents(TestEnded.class).given(cutoverAuthorized(2))
        .thenWants(ConfigureLaunch.class);
  }

  @Test
  void that_it_stays_travels_to_its_group_and_back() {
    var s = Journey.ready(VISITED).given(Facts.withoutRollback(1)).when(ConfigureLaunch.class, configured());
    assertThat(s.sends()).anyMatch(send -> send.message() instanceof MoveMessage.JoinMoveGroup join && join.stays());
    s.forget().given(decided(1, false, true));
    assertThat(s.sends()).noneMatch(send -> send.message() instanceof MoveMessage.ReturnAllowed);
    s.given(decided(2, false, false));
    assertThat(s.sends()).filteredOn(send -> send.message() instanceof MoveMessage.ReturnAllowed).hasSize(1);
  }

  @Test
  void a_rollback_that_is_withheld_calls_a_person_each_time_and_is_over() {
    var s = Journey.verifying(VISITED).forget().given(rollback(1), withheld(1));
    var told = s.event(LaunchStepFailed.class);
    assertThat(told.getFinal$()).isTrue();
    assertThat(told.getStep()).isEqualTo("RollBack");
    assertThat(told.getCode()).isEqualTo("CVY-4160");
    assertThat(told.getRemedy()).contains("./convoy server decide web-001 normal");
    s.forget().given(withheld(1, 2));
    assertThat(s.event(LaunchStepFailed.class).getAttempt()).isEqualTo(told.getAttempt() + 1);
    s.given(withheld(2)).given(Facts.verified(1, TARGET_INSTANCE), Facts.accepted(1), Facts.finalizeAuthorized(1))
        .thenWants(FinalizeCutover.class);
    s = Journey.verifying(VISITED).given(rollback(1), withheld(1)).forget().given(decided(2, false, false), rollback(1, 3));
    assertThat(s.sends()).as("asked again").anyMatch(send -> send.message() instanceof MoveMessage.RollbackAsked);
  }

  @Test
  void what_is_under_way_or_waits_for_a_person_is_not_begun_again_because_of_it() {
    Journey.cutoverLaunch(VISITED).when(StartCutover.class, failedForGood()).given(withheld(1)).thenWants();
    Journey.cutoverRevert(VISITED).when(RevertLifecycle.class, failed()).given(withheld(1)).thenWants();
    Journey.idle(VISITED).given(withheld(1)).thenEvents();
  }

  @Test
  void what_does_not_go_back_is_completed_though_its_gate_was_revoked() {
    var s = Journey.ready(VISITED).given(Facts.withoutRollback(1)).when(ConfigureLaunch.class, configured())
        .given(Facts.reserved(1), Facts.quiesceNow(1), Facts.quiesced(1, 600), Facts.drained(1, 600), Facts.launchNow(1))
        .when(StartCutover.class, launched("job-2", TARGET_INSTANCE)).forget().given(revoked(9), withheld(1))
        .given(Facts.verified(1, TARGET_INSTANCE), Facts.accepted(1));
    s.thenEvents(LaunchStepFailed.class, DnsSwitched.class, CutoverDone.class);
    Journey.verifying(VISITED).forget().given(revoked(9), Facts.verified(1, TARGET_INSTANCE), Facts.accepted(1)).thenEvents();
  }

  /** Takes every row that a decision makes. */
  static void everyRow(Set<String> visited) {
    waived(visited).when(MarkReadyForCutover.class, done());
    waived(visited).when(MarkReadyForCutover.class, failedForGood()).given(retest(2));
    waived(visited).when(MarkReadyForCutover.class, failed()).given(rollback(1));
    Journey.testSettings(visited).given(decided(1, true, false));
    Journey.testSlot(visited).given(decided(1, true, false));
    Journey.ready(visited).given(retest(2), testAuthorized(2), decided(1, true, false));
    Journey.testVerdict(visited).given(retest(2));
    Journey.testLaunch(visited).given(decided(1, true, false)).when(StopTarget.class, failed()).after(Journey.RETRY)
        .when(StopTarget.class, done());
    Journey.testLaunch(visited).given(decided(1, true, false)).when(StopTarget.class, failedForGood())
        .after(Duration.ofHours(1)).thenWants();
  }
}
