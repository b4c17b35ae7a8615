package dev.convoy.launch.server;

import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.serde.RecordSerde;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.healthy;
import static dev.convoy.launch.server.Facts.held;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.resumed;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.revoked;
import static dev.convoy.launch.server.Facts.rollback;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAccepted;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testKept;
import static dev.convoy.launch.server.Facts.testPassed;
import static dev.convoy.launch.server.Facts.testWaived;
import static dev.convoy.launch.server.Facts.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

/** A passed test whose instance is kept for people to look at. */
class KeptTestTest {

  private static final Duration KEEP = Duration.ofDays(2);

  private final Set<String> visited = DeciderScenario.coverage();

  @Test
  void it_runs_on_and_holds_no_slot_until_its_days_are_over() {
    var s = kept().after(KEEP.minus(Duration.ofSeconds(1))).thenWants().thenEvents(TestKept.class);
    assertThat(s.event(TestKept.class).getInstanceId()).isEqualTo(TEST_INSTANCE);
    assertThat(s.event(TestKept.class).getEndsBy()).isEqualTo(s.now().plusSeconds(1));
    assertThat(s.sends()).isEmpty();
    assertThat(s.state().slot()).isNull();
    assertThat(Journey.DECIDER.wakeAt(s.state())).isEqualTo(s.now().plusSeconds(1));

    ends(s.after(Duration.ofSeconds(1)));
  }

  @Test
  void it_is_terminated_once_a_person_accepts_it() {
    ends(kept().after(Duration.ofHours(3)).given(testAccepted(1)));
  }

  @Test
  void it_is_terminated_once_the_cutover_is_authorized_and_the_cutover_goes_on() {
    ends(kept().given(cutoverAuthorized(1))).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_cutover_that_was_revoked_while_nothing_went_forward_ends_nothing() {
    kept().given(held(5), cutoverAuthorized(1), revoked(6), resumed(7)).thenWants().thenEvents(TestKept.class);
  }

  @Test
  void what_is_accepted_before_it_has_passed_is_not_kept() {
    Journey.idle(visited).given(testKept(1, KEEP)).when(ConfigureLaunch.class, configured())
        .given(slot(Purpose.TEST, 1, 1)).when(StartTest.class, launched("job-1", TEST_INSTANCE)).forget()
        .given(testAccepted(1), testPassed(1, TEST_INSTANCE)).thenWants(MarkReadyForCutover.class).thenEvents();
  }

  @Test
  void a_gate_that_says_nothing_of_it_keeps_nothing() {
    Journey.testVerdict(visited).forget().given(testPassed(1, TEST_INSTANCE)).thenWants(MarkReadyForCutover.class).thenEvents();
  }

  @Test
  void nothing_of_it_is_terminated_while_the_server_is_held() {
    var s = kept().given(held(5)).after(KEEP.multipliedBy(2)).given(testAccepted(1)).thenWants();
    assertThat(Journey.DECIDER.wakeAt(s.state())).isNotEqualTo(s.now());
    ends(s.given(resumed(6)));
  }

  @Test
  void it_goes_stale_as_any_other_and_is_kept_on_for_whoever_looks_at_it() {
    var s = Journey.idle(visited).given(healthy(3, 100), testKept(1, KEEP));
    passed(s).forget().given(healthy(800, 150)).thenWants().thenEvents(TestOutdated.class);
    assertThat(Guards.testSettled(s.state())).isFalse();
    ends(s.forget().given(testAccepted(1)));
    s.given(cutoverAuthorized(1)).thenWants();
  }

  @Test
  void it_grows_too_old_without_anybody_saying_so() {
    passed(Journey.idle(visited).given(testKept(1, Journey.TEST_AGE.multipliedBy(2)))).forget()
        .after(Journey.TEST_AGE).thenWants().thenEvents(TestOutdated.class);
  }

  @Test
  void a_new_test_takes_its_place_and_is_kept_for_as_long_as_its_own_gate_says() {
    var s = kept().forget().given(retest(2)).thenWants().given(testAuthorized(2)).thenWants(ConfigureLaunch.class)
        .when(ConfigureLaunch.class, configured()).given(slot(Purpose.TEST, 2, 1))
        .when(StartTest.class, launched("job-2", "i-0000000000000ee02"));
    s.forget().given(testAccepted(1), testPassed(2, "i-0000000000000ee02")).thenWants(MarkReadyForCutover.class).thenEvents();
  }

  @Test
  void a_test_that_is_waived_after_all_leaves_none_behind() {
    var s = kept().forget().given(retest(2), testWaived(2)).thenWants(MarkReadyForCutover.class)
        .when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 2, 1)).thenWants(TerminateTest.class);
    assertThat(s.wanted(TerminateTest.class).instanceId()).isEqualTo(TEST_INSTANCE);
  }

  @Test
  void a_server_that_leaves_has_it_stopped() {
    kept().forget().given(withdrawal()).thenWants(StopTarget.class).when(StopTarget.class, done()).thenWants().thenEvents();
  }

  @Test
  void it_is_terminated_before_the_server_goes_back() {
    var s = kept().forget().given(rollback(1)).thenWants(MarkReadyForCutover.class).thenEvents()
        .when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done());
    s.thenEvents(TestEnded.class, RolledBack.class);
  }

  @Test
  void it_is_kept_by_whoever_reads_the_state_next() {
    var states = RecordSerde.of(LaunchState.class, new InMemoryRegistry());
    var s = kept().state();
    assertThat(states.decode(states.encode(s))).isEqualTo(s);
  }

  static void everyRow(Set<String> taken) {
    kept(taken).after(KEEP);
    passed(Journey.idle(taken).given(healthy(3, 100), testKept(1, KEEP))).given(healthy(800, 150));
  }

  private DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> kept() {
    return kept(visited);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> kept(Set<String> visited) {
    return passed(Journey.idle(visited).given(testKept(1, KEEP)));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> passed(
      DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> authorized) {
    return authorized.when(ConfigureLaunch.class, configured()).given(slot(Purpose.TEST, 1, 1))
        .when(StartTest.class, launched("job-1", TEST_INSTANCE)).forget().given(testPassed(1, TEST_INSTANCE));
  }

  /** In the order that MGN wants: ready for the cutover, a slot, the termination. */
  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> ends(
      DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> s) {
    s.forget().when(MarkReadyForCutover.class, done()).thenWants();
    assertThat(s.sends()).extracting(send -> (Object) send.message().getClass()).containsExactly(RequestSlots.class);
    return s.given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done()).thenEvents(TestEnded.class);
  }
}
