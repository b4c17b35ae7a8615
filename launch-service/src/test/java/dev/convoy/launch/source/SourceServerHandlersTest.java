package dev.convoy.launch.source;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.finalize.ArchiveServerHandler;
import dev.convoy.launch.finalize.FinalizeCutoverHandler;
import dev.convoy.launch.rollback.RevertLifecycleHandler;
import dev.convoy.launch.server.LaunchOperation.ArchiveServer;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.RevertTo;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.test.MarkReadyHandler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceServerHandlersTest {

  private final FakeAccount account = new FakeAccount();
  private final MarkReadyHandler marker =
      new MarkReadyHandler(account.sources(), Operations.TIMES, Operations.CLOCK);
  private final MarkReadyForCutover mark = new MarkReadyForCutover(
      Operations.header("s-1", "MarkReadyForCutover"), Operations.ACCOUNT, "s-1");

  @Test
  void a_tested_server_is_marked_ready_once() {
    account.server("s-1", "TESTING");
    assertThat(observed()).isInstanceOf(Observation.NotDone.class);
    assertThat(ended(marker.act(List.of(mark)).get(mark.id()))).isInstanceOf(StepDone.class);
    assertThat(observed()).isInstanceOf(Observation.Ended.class);
    assertThat(account.calls).containsOnlyOnce("ChangeServerLifeCycleState s-1 READY_FOR_CUTOVER");
  }

  @Test
  void a_server_whose_test_was_waived_is_marked_ready_from_ready_for_test() {
    account.server("s-1", "READY_FOR_TEST");
    assertThat(observed()).isInstanceOf(Observation.NotDone.class);
    assertThat(ended(marker.act(List.of(mark)).get(mark.id()))).isInstanceOf(StepDone.class);
    assertThat(observed()).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void a_server_that_is_not_launchable_yet_is_waited_for() {
    account.servers.put("s-1", new SourceServer("s-1", "TESTING", false, false, null, ""));
    assertThat(observed()).isInstanceOf(Observation.Running.class);
  }

  @Test
  void a_server_that_is_gone_or_in_an_odd_state_needs_a_person() {
    assertThat(permanent(observed())).isTrue();
    account.server("s-1", "DISCONNECTED");
    assertThat(permanent(observed())).isTrue();
  }

  @Test
  void what_speaks_against_an_operation_is_believed_late_because_a_read_may_be_stale() {
    var fresh = new MarkReadyForCutover(Operations.fresh("s-1", "MarkReadyForCutover"), Operations.ACCOUNT, "s-1");
    assertThat(marker.observe(List.of(fresh)).get(fresh.id())).isInstanceOf(Observation.Running.class);
    account.server("s-1", "CUTTING_OVER");
    assertThat(marker.observe(List.of(fresh)).get(fresh.id())).isInstanceOf(Observation.Running.class);
    assertThat(permanent(observed())).isTrue();
  }

  @Test
  void a_busy_server_is_tried_again_and_another_refusal_ends_the_attempt() {
    account.server("s-1", "TESTING");
    account.next = FakeAccount.refusal("ConflictException",
        "One or more of the Source Servers included in API call are currently being processed by a Job");
    assertThat(marker.act(List.of(mark)).get(mark.id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(20)));
    account.next = FakeAccount.refusal("AccessDeniedException", "not allowed");
    assertThat(ended(marker.act(List.of(mark)).get(mark.id()))).isInstanceOf(StepFailed.class);
    account.next = new Answer.Unknown<>("time-out");
    assertThat(marker.act(List.of(mark)).get(mark.id())).isInstanceOf(Acted.Unknown.class);
  }

  @Test
  void finalizing_is_possible_from_cutting_over_only() {
    var handler = new FinalizeCutoverHandler(account.sources(), Operations.TIMES, Operations.CLOCK);
    var operation =
        new FinalizeCutover(Operations.header("s-1", "FinalizeCutover"), Operations.ACCOUNT, "s-1");
    account.server("s-1", "READY_FOR_CUTOVER");
    assertThat(permanent(handler.observe(List.of(operation)).get(operation.id()))).isTrue();
    account.server("s-1", "CUTTING_OVER");
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    handler.act(List.of(operation));
    assertThat(account.servers.get("s-1")).extracting(SourceServer::lifecycle).isEqualTo("CUTOVER");
  }

  @Test
  void what_is_archived_already_is_done_and_only_finalized_servers_are_archived() {
    var handler = new ArchiveServerHandler(account.sources(), Operations.TIMES, Operations.CLOCK);
    var operation = new ArchiveServer(Operations.header("s-1", "ArchiveServer"), Operations.ACCOUNT, "s-1");
    account.server("s-1", "CUTTING_OVER");
    assertThat(permanent(handler.observe(List.of(operation)).get(operation.id()))).isTrue();
    account.server("s-1", "CUTOVER");
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    handler.act(List.of(operation));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void a_lifecycle_goes_back_to_where_it_is_wanted() {
    var handler = new RevertLifecycleHandler(account.sources(), Operations.TIMES, Operations.CLOCK);
    var operation = new RevertLifecycle(Operations.header("s-1", "RevertLifecycle"), Operations.ACCOUNT, "s-1",
        RevertTo.READY_FOR_CUTOVER);
    account.server("s-1", "CUTTING_OVER");
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    handler.act(List.of(operation));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Ended.class);
    account.server("s-1", "CUTOVER");
    assertThat(permanent(handler.observe(List.of(operation)).get(operation.id()))).isTrue();
  }

  @Test
  void before_a_test_somebody_elses_test_is_taken_back_and_their_cutover_is_not() {
    var handler = new RevertLifecycleHandler(account.sources(), Operations.TIMES, Operations.CLOCK);
    var operation = new RevertLifecycle(Operations.header("s-1", "RevertLifecycle"), Operations.ACCOUNT, "s-1",
        RevertTo.READY_FOR_TEST);
    for (var tested : List.of("TESTING", "READY_FOR_CUTOVER")) {
      account.server("s-1", tested);
      assertThat(handler.observe(List.of(operation)).get(operation.id())).as(tested).isInstanceOf(Observation.NotDone.class);
      handler.act(List.of(operation));
      assertThat(account.servers.get("s-1")).extracting(SourceServer::lifecycle).isEqualTo("READY_FOR_TEST");
    }
    for (var beyond : List.of("CUTTING_OVER", "CUTOVER")) {
      account.server("s-1", beyond);
      assertThat(permanent(handler.observe(List.of(operation)).get(operation.id()))).as(beyond).isTrue();
    }
  }

  private Observation<LaunchOutcome> observed() {
    return marker.observe(List.of(mark)).get(mark.id());
  }

  private static LaunchOutcome ended(Acted<LaunchOutcome> acted) {
    return ((Acted.Ended<LaunchOutcome>) acted).outcome();
  }

  private static boolean permanent(Observation<LaunchOutcome> observation) {
    return observation instanceof Observation.Ended<LaunchOutcome>(StepFailed failed) && failed.failure().permanent();
  }
}
