package dev.convoy.launch.server;

import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.launch.movegroup.MoveMessage.LeaveMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.MemberFailed;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.accepted;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.drained;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.launchNow;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.quiesceNow;
import static dev.convoy.launch.server.Facts.quiesced;
import static dev.convoy.launch.server.Facts.reserved;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testWaived;
import static dev.convoy.launch.server.Facts.verified;
import static org.assertj.core.api.Assertions.assertThat;

/** What one topic says before another has said what came first, or of a round that has not begun here. */
class AheadOfOthersTest {

  private final Set<String> visited = DeciderScenario.coverage();

  @Test
  void a_waiver_of_a_later_round_takes_none_away_from_the_one_that_is_under_way() {
    var s = waived().given(cutoverAuthorized(1)).when(ConfigureLaunch.class, configured())
        .given(reserved(1), quiesceNow(1), quiesced(1, 600), drained(1, 600), testWaived(2), launchNow(1))
        .thenWants(StartCutover.class);
    acts(s, true).given(testWaived(3));
    acts(s, true);
  }

  @Test
  void a_waiver_of_a_later_round_is_none_of_the_present_one() {
    var s = Journey.ready(visited).given(testWaived(2));
    assertThat(s.state().round()).isEqualTo(2);
    assertThat(s.state().gates().isWaived(1)).isFalse();
    assertThat(s.state().gates().isWaived(2)).isTrue();
  }

  /** What an earlier build has kept names the last waived round only. */
  @Test
  void a_waiver_that_an_earlier_build_has_kept_counts() {
    var kept = waived().state();
    var gates = kept.gates();
    var older = new GateFacts(gates.round(), gates.build(), gates.testRound(), gates.cutover(), gates.revoked(), gates.finalizeRound(),
        gates.held(), gates.heldAt(), gates.rollbackRound(), gates.rollbackReason(), gates.withdrawn(), gates.next(),
        gates.registered(), gates.waivedRound(), gates.withoutTest(), gates.decidedAt(), gates.rollbackAt(), List.of());
    assertThat(older.isWaived(1)).isTrue();
    assertThat(older.merge(testWaived(2)).isWaived(1)).isTrue();
  }

  @Test
  void a_source_that_was_quiesced_again_is_not_launched_before_it_is_drained_again() {
    Journey.allDrained(visited).given(quiesced(1, 900), launchNow(1)).thenWants()
        .given(drained(1, 900)).thenWants(StartCutover.class);
  }

  @Test
  void a_launch_that_is_not_sent_waits_for_the_drain_of_the_later_quiesce_and_a_person_is_told() {
    var s = Journey.cutoverLaunch(visited);
    acts(s, true).forget().given(quiesced(1, 900)).thenEvents(LaunchStepFailed.class);
    acts(s, false);
    assertThat(s.event(LaunchStepFailed.class).getCode()).isEqualTo("CVY-4161");
    assertThat(s.sends()).extracting(Emitter.Send::message).hasOnlyElementsOfType(MemberFailed.class).hasSize(1);
    acts(s.given(drained(1, 900)), true);
  }

  @Test
  void an_older_quiesce_that_comes_late_changes_nothing() {
    acts(Journey.cutoverLaunch(visited).forget().given(quiesced(1, 300)).thenEvents(), true);
  }

  @Test
  void a_target_that_was_launched_of_an_earlier_quiesce_is_not_given_to_users() {
    Journey.verifying(visited).given(quiesced(1, 900), drained(1, 900), verified(1, TARGET_INSTANCE)).forget()
        .given(accepted(1)).thenEvents();
    Journey.verifiedTarget(visited).forget().given(quiesced(1, 900)).thenEvents(LaunchStepFailed.class)
        .given(accepted(1)).thenEvents(LaunchStepFailed.class);
  }

  @Test
  void what_does_not_go_back_is_completed_all_the_same() {
    Journey.ready(visited).given(Facts.withoutRollback(1)).when(ConfigureLaunch.class, configured())
        .given(reserved(1), quiesceNow(1), quiesced(1, 600), drained(1, 600), launchNow(1))
        .when(StartCutover.class, launched("job-2", TARGET_INSTANCE)).given(quiesced(1, 900), verified(1, TARGET_INSTANCE)).forget()
        .given(accepted(1)).thenEvents(DnsSwitched.class, CutoverDone.class);
  }

  @Test
  void another_launch_stands_on_the_later_quiesce() {
    Journey.cutoverRevert(visited).given(quiesced(1, 900), drained(1, 900)).when(RevertLifecycle.class, done())
        .when(ConfigureLaunch.class, configured()).when(StartCutover.class, launched("job-3", TARGET_INSTANCE))
        .given(verified(1, TARGET_INSTANCE)).forget().given(accepted(1)).thenEvents(DnsSwitched.class, CutoverDone.class);
  }

  @Test
  void the_steps_before_another_launch_wait_for_the_drain_as_well() {
    var s = Journey.cutoverRevert(visited).given(quiesced(1, 900));
    assertThat(s.wanted(RevertLifecycle.class).header().act()).isFalse();
    s.when(RevertLifecycle.class, done());
    assertThat(s.wanted(ConfigureLaunch.class).header().act()).isFalse();
    acts(s.when(ConfigureLaunch.class, configured()), false);
    acts(s.given(drained(1, 900)), true);
  }

  @Test
  void the_gate_of_a_later_round_opens_none_of_the_present_one() {
    var later = CutoverAuthorized.newBuilder(cutoverAuthorized(2)).setWindowEnd(Facts.WINDOW_END.plus(Duration.ofDays(1))).build();
    acts(Journey.cutoverLaunch(visited).given(later), false);
  }

  /** No tick need have come in between. */
  @Test
  void slots_that_come_once_the_window_has_ended_reserve_nothing() {
    var late = Journey.DECIDER.decide(Journey.gathering(visited).state(), new Input.Message<>(reserved(1)), Facts.WINDOW_END);
    assertThat(late.events()).isEmpty();
    assertThat(late.state().phase()).isEqualTo(Phase.READY);
    assertThat(late.sends()).extracting(Emitter.Send::message).hasOnlyElementsOfType(LeaveMoveGroup.class).hasSize(1);
  }

  /** A retest may be asked for, and its gate opened, while a test is launched. */
  @Test
  void a_test_that_has_begun_ends_though_the_gate_of_the_next_round_is_open_already() {
    var s = Journey.testLaunch(visited).given(retest(2), testAuthorized(2));
    assertThat(s.wanted(StartTest.class).header().act()).isTrue();
    s.when(StartTest.class, launched("job-1", TEST_INSTANCE)).thenWants(ConfigureLaunch.class);
    assertThat(s.wanted(ConfigureLaunch.class).header().round()).isEqualTo(2);
  }

  @Test
  void its_settings_and_what_comes_before_them_end_as_well() {
    var s = Journey.testSettings(visited).given(retest(2), testAuthorized(2));
    assertThat(s.wanted(ConfigureLaunch.class).header().act()).isTrue();
    s.when(ConfigureLaunch.class, failed()).thenWants(ConfigureLaunch.class);
    assertThat(s.wanted(ConfigureLaunch.class).header().round()).isEqualTo(2);
  }

  /** Of a source that was quiesced again, in every phase that looks at it. */
  static void everyRow(Set<String> taken) {
    Journey.cutoverLaunch(taken).given(quiesced(1, 900));
    Journey.cutoverRevert(taken).given(quiesced(1, 900));
    Journey.relaunchSettings(taken).given(quiesced(1, 900));
    Journey.verifying(taken).given(quiesced(1, 900));
    Journey.verifiedTarget(taken).given(quiesced(1, 900));
  }

  private DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> waived() {
    return Journey.idle(visited).given(testWaived(1)).when(MarkReadyForCutover.class, done());
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> acts(
      DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> s, boolean may) {
    assertThat(s.wanted(StartCutover.class).header().act()).isEqualTo(may);
    return s;
  }
}
