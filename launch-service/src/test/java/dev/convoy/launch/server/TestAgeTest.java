package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.agentInstalled;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.healthy;
import static dev.convoy.launch.server.Facts.quiesceNow;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testPassed;
import static dev.convoy.launch.server.Facts.testWaived;
import static org.assertj.core.api.Assertions.assertThat;

/** A passed test that does not count any more. */
class TestAgeTest {

  private final Set<String> visited = DeciderScenario.coverage();

  private static AgentInstalled another() {
    return AgentInstalled.newBuilder(agentInstalled()).setAttempt(2).setSourceServerId("s-0000000000000beef").build();
  }

  @Test
  void disks_that_changed_since_make_it_worthless_and_no_cutover_follows() {
    var s = tested(100).given(healthy(700, 100)).thenEvents().given(healthy(800, 150)).thenEvents(TestOutdated.class);
    assertThat(s.event(TestOutdated.class).getReason()).contains("100 bytes", "150 now");
    assertThat(s.event(TestOutdated.class).getRound()).isEqualTo(1);
    s.given(healthy(900, 150), cutoverAuthorized(1)).thenWants().thenEvents(TestOutdated.class);
  }

  @Test
  void what_was_said_of_the_disks_before_does_not_count_again() {
    tested(100).given(healthy(3, 50)).thenEvents();
  }

  @Test
  void a_replication_that_does_not_say_the_disks_changes_nothing() {
    tested(100).given(healthy(800)).thenEvents().given(healthy(900, 150)).thenEvents(TestOutdated.class);
  }

  @Test
  void another_source_server_was_not_tested() {
    var s = tested(100).given(another()).thenEvents(TestOutdated.class);
    assertThat(s.event(TestOutdated.class).getReason()).contains(agentInstalled().getSourceServerId(), "s-0000000000000beef");
  }

  @Test
  void it_is_too_old_after_its_time_without_anybody_saying_so() {
    var s = tested(100).after(Journey.TEST_AGE.minus(Duration.ofMinutes(2))).thenEvents()
        .after(Duration.ofMinutes(2)).thenEvents(TestOutdated.class);
    assertThat(s.event(TestOutdated.class).getReason()).contains("more than 30 days ago");
    assertThat(Journey.DECIDER.wakeAt(s.state())).isNull();
  }

  @Test
  void a_gate_that_is_open_already_leads_to_no_outage() {
    tested(100).given(another(), cutoverAuthorized(1)).thenWants().thenEvents(TestOutdated.class);
  }

  @Test
  void a_cutover_that_has_begun_goes_on() {
    Journey.reservedSlots(visited).given(healthy(800, 150), another()).forget()
        .given(quiesceNow(1)).thenEvents(QuiesceAuthorized.class);
  }

  @Test
  void a_new_round_has_a_test_of_its_own() {
    var s = tested(100).given(healthy(800, 150)).forget().given(retest(2), testAuthorized(2));
    assertThat(Guards.tested(s.state())).isFalse();
    s.thenEvents();
    assertThat(s.state().round()).isEqualTo(2);
  }

  @Test
  void without_a_test_there_is_nothing_to_go_stale() {
    Journey.idle(visited).given(healthy(5, 100), testWaived(1)).when(MarkReadyForCutover.class, done())
        .given(healthy(800, 150), another()).after(Journey.TEST_AGE.multipliedBy(2)).thenEvents();
  }

  static void everyRow(Set<String> taken) {
    tested(taken, 100).given(another());
  }

  private DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> tested(long diskBytes) {
    return tested(visited, diskBytes);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> tested(Set<String> visited, long diskBytes) {
    return Journey.testVerdict(visited).given(healthy(5, diskBytes), testPassed(1, TEST_INSTANCE))
        .when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done()).forget();
  }
}
