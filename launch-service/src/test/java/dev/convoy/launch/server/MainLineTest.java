package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.ServerArchived;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.server.LaunchOperation.ArchiveServer;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotMessage;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.serde.RecordSerde;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.accepted;
import static dev.convoy.launch.server.Facts.agentInstalled;
import static dev.convoy.launch.server.Facts.build;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.drained;
import static dev.convoy.launch.server.Facts.finalizeAuthorized;
import static dev.convoy.launch.server.Facts.healthy;
import static dev.convoy.launch.server.Facts.held;
import static dev.convoy.launch.server.Facts.launchNow;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.quiesceNow;
import static dev.convoy.launch.server.Facts.quiesced;
import static dev.convoy.launch.server.Facts.reserved;
import static dev.convoy.launch.server.Facts.resumed;
import static dev.convoy.launch.server.Facts.revoked;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAuthorized;
import static dev.convoy.launch.server.Facts.testPassed;
import static dev.convoy.launch.server.Facts.unhealthy;
import static dev.convoy.launch.server.Facts.verified;
import static org.assertj.core.api.Assertions.assertThat;

class MainLineTest {

  private final Set<String> visited = DeciderScenario.coverage();

  @Test
  void a_server_goes_from_the_test_gate_to_the_archive() {
    var s = Journey.idle(visited).thenWants().given(testAuthorized(1)).thenWants(ConfigureLaunch.class);
    assertThat(s.wanted(ConfigureLaunch.class).placement().subnetId()).isEqualTo("subnet-0000000b00");

    s.when(ConfigureLaunch.class, configured()).thenWants().given(slot(Purpose.TEST, 1, 1)).thenWants(StartTest.class);
    s.when(StartTest.class, launched("job-1", TEST_INSTANCE)).thenWants().thenEvents(TestLaunched.class);
    assertThat(s.sends()).extracting(send -> (Object) send.message().getClass())
        .containsExactly(SlotMessage.RequestSlots.class, SlotMessage.ReleaseSlots.class);

    s.forget().given(testPassed(1, TEST_INSTANCE)).when(MarkReadyForCutover.class, done());
    s.given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done()).thenEvents(TestEnded.class);

    s.forget().given(cutoverAuthorized(1)).when(ConfigureLaunch.class, configured()).thenWants();
    assertThat(s.sends()).extracting(send -> (Object) send.message().getClass())
        .containsExactly(MoveMessage.JoinMoveGroup.class);
    s.given(reserved(1), quiesceNow(1)).thenEvents(CutoverSlotReserved.class, QuiesceAuthorized.class);

    s.forget().given(quiesced(1, 600), drained(1, 600)).thenWants().given(launchNow(1)).thenWants(StartCutover.class);
    assertThat(s.wanted(StartCutover.class).previousJobs()).containsExactly("job-1");
    assertThat(s.wanted(StartCutover.class).placement().subnetId()).isEqualTo("subnet-0000000c00");
    s.after(Duration.ofMinutes(30)).when(StartCutover.class, launched("job-2", TARGET_INSTANCE))
        .thenEvents(CutoverLaunched.class);

    s.forget().given(verified(1, TARGET_INSTANCE)).thenEvents().given(accepted(1))
        .thenEvents(DnsSwitched.class, CutoverDone.class);
    assertThat(s.event(CutoverDone.class).getDowntimeSeconds()).isEqualTo(1200);

    s.forget().given(finalizeAuthorized(1)).when(FinalizeCutover.class, done()).thenEvents(CutoverFinalized.class);
    s.when(ArchiveServer.class, done()).thenWants().thenEvents(CutoverFinalized.class, ServerArchived.class);
  }

  @Test
  void facts_may_come_in_any_order() {
    DeciderScenario.of(Journey.DECIDER, Facts.SERVER, visited)
        .given(healthy(1), testAuthorized(1)).thenWants()
        .given(agentInstalled()).thenWants()
        .given(build(1)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void nothing_is_tested_while_replication_is_unhealthy() {
    Journey.idle(visited).given(unhealthy(2), testAuthorized(1)).thenWants()
        .given(healthy(1)).thenWants()
        .given(healthy(3)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_passed_test_of_another_instance_does_not_count() {
    Journey.testVerdict(visited).given(testPassed(1, "i-0000000000000ffff")).thenWants();
  }

  @Test
  void a_test_gate_of_an_earlier_round_opens_nothing() {
    Journey.idle(visited).given(build(2), testAuthorized(1)).thenWants();
  }

  @Test
  void a_held_server_starts_nothing_but_its_operation_stands() {
    var s = Journey.testLaunch(visited).given(held(5));
    assertThat(s.wanted(StartTest.class).header().act()).isFalse();
    s.given(resumed(6));
    assertThat(s.wanted(StartTest.class).header().act()).isTrue();
    s.given(held(5));
    assertThat(s.wanted(StartTest.class).header().act()).isTrue();
  }

  @Test
  void a_drained_state_of_an_earlier_quiesce_launches_nothing() {
    Journey.draining(visited).given(drained(1, 300), launchNow(1)).thenWants()
        .given(drained(1, 600)).thenWants(StartCutover.class);
  }

  @Test
  void nobody_is_quiesced_before_the_slots_are_reserved() {
    Journey.gathering(visited).given(quiesceNow(1)).thenEvents()
        .given(reserved(1)).thenEvents(CutoverSlotReserved.class, QuiesceAuthorized.class);
  }

  @Test
  void a_held_or_revoked_server_is_not_launched_in_the_outage() {
    var s = Journey.allDrained(visited).given(held(5), launchNow(1)).thenWants()
        .given(resumed(6)).thenWants(StartCutover.class).given(revoked(7));
    assertThat(s.wanted(StartCutover.class).header().act()).isFalse();
  }

  @Test
  void nothing_is_launched_after_the_end_of_the_window() {
    Journey.allDrained(visited).after(Duration.ofHours(4)).given(launchNow(1)).thenWants();
    var s = Journey.cutoverLaunch(visited).after(Duration.ofHours(4));
    assertThat(s.wanted(StartCutover.class).header().act()).isFalse();
  }

  @Test
  void nothing_is_finalized_before_users_are_served_by_the_target() {
    Journey.verifiedTarget(visited).given(finalizeAuthorized(1)).thenWants();
  }

  @Test
  void a_slot_that_nobody_waits_for_goes_back() {
    var s = Journey.testVerdict(visited).forget().given(slot(Purpose.TEST, 1, 1));
    assertThat(s.sends()).isNotEmpty().allMatch(send -> send.message() instanceof SlotMessage.ReleaseSlots);
  }

  @Test
  void states_and_operations_survive_being_stored() {
    var registry = new InMemoryRegistry();
    var states = RecordSerde.of(LaunchState.class, registry);
    var operations = RecordSerde.of(LaunchOperation.class, registry);
    for (var s : List.of(Journey.idle(visited), Journey.testLaunch(visited), Journey.quiescing(visited),
        Journey.cutoverRevert(visited), Journey.archiving(visited))) {
      assertThat(states.decode(states.encode(s.state()))).isEqualTo(s.state());
      for (var operation : Journey.DECIDER.wanted(s.state())) {
        assertThat(operations.decode(operations.encode(operation))).isEqualTo(operation);
      }
    }
  }

  @Test
  void the_diagram_is_current() throws IOException {
    LifecycleChecks.diagramIsCurrent(Journey.DECIDER.lifecycle(), "launch", "A server in launch-service");
  }

  @Test
  void an_agent_that_is_installed_again_disturbs_nothing() {
    var again = AgentInstalled.newBuilder(agentInstalled()).setAttempt(2).build();
    for (var s : List.of(Journey.idle(visited), Journey.testLaunch(visited), Journey.testVerdict(visited), Journey.ready(visited),
        Journey.gathering(visited), Journey.quiescing(visited), Journey.allDrained(visited), Journey.verifying(visited))) {
      var wanted = Journey.DECIDER.wanted(s.state());
      var phase = s.state().phase();
      s.forget().given(again).thenEvents();
      assertThat(s.sends()).as("%s", phase).isEmpty();
      assertThat(s.state().phase()).isEqualTo(phase);
      assertThat(Journey.DECIDER.wanted(s.state())).as("%s", phase).isEqualTo(wanted);
    }
  }
}
