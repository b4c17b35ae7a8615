package dev.convoy.launch.rollback;

import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.MgnJob;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.test.TerminateTestHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.Operations.stop;
import static dev.convoy.launch.Operations.terminate;
import static org.assertj.core.api.Assertions.assertThat;

class EndOfInstancesTest {

  private final FakeAccount account = new FakeAccount();
  private final StopTargetHandler stopper =
      new StopTargetHandler(account, account.targets(), Operations.TIMES, Operations.CLOCK);
  private final TerminateTestHandler terminator = new TerminateTestHandler(
      Operations.lane(account, JobKind.TERMINATE, TerminateTestHandler::startable), account.targets());

  @Test
  void a_running_target_is_stopped_and_seen_to_be_stopped() {
    instance("i-1", "running");
    assertThat(observe(stop("s-1", "i-1", false))).isInstanceOf(Observation.NotDone.class);
    assertThat(stopper.act(List.of(stop("s-1", "i-1", false))).values()).allMatch(Acted.Accepted.class::isInstance);
    assertThat(jobOf(observe(stop("s-1", "i-1", false)))).isNull();
  }

  @Test
  void a_launch_that_is_still_under_way_is_waited_out_and_its_instance_stopped() {
    account.server("s-1", "READY_FOR_CUTOVER");
    account.start(Operations.ACCOUNT, JobKind.START_CUTOVER, List.of("s-1"), "batch-1");
    assertThat(observe(stop("s-1", null, true))).isInstanceOf(Observation.Running.class);
    account.end("mgnjob-1", "LAUNCHED", FakeAccount.NOW);
    assertThat(observe(stop("s-1", null, true))).isInstanceOf(Observation.NotDone.class);
    stopper.act(List.of(stop("s-1", null, true)));
    assertThat(account.calls).contains("StopInstances i-s-1-mgnjob-1");
    assertThat(jobOf(observe(stop("s-1", null, true)))).isEqualTo("mgnjob-1");
  }

  @Test
  void that_a_launch_left_no_job_is_believed_late() {
    var early = Clock.fixed(FakeAccount.NOW.minus(Duration.ofMinutes(59)), ZoneOffset.UTC);
    var handler = new StopTargetHandler(account, account.targets(), Operations.TIMES, early);
    var operation = stop("s-1", null, true);
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Running.class);
    assertThat(observe(operation)).isInstanceOf(Observation.Ended.class);
    var without = stop("s-1", null, false);
    assertThat(handler.observe(List.of(without)).get(without.id())).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void a_test_is_ended_by_a_job_and_done_when_its_instance_is_gone() {
    account.server("s-1", "READY_FOR_CUTOVER");
    instance("i-1", "running");
    var operation = terminate("s-1", "i-1", "mgnjob-0");
    assertThat(terminator.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    terminator.act(List.of(operation));
    assertThat(terminator.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Running.class);
    account.end("mgnjob-1", "TERMINATED", FakeAccount.NOW);
    instance("i-1", "terminated");
    assertThat(jobOf(terminator.observe(List.of(operation)).get(operation.id()))).isEqualTo("mgnjob-1");
  }

  @Test
  void a_test_instance_that_is_gone_already_needs_no_job() {
    var operation = terminate("s-1", "i-1");
    assertThat(jobOf(terminator.observe(List.of(operation)).get(operation.id()))).isNull();
  }

  @Test
  void a_termination_job_that_left_the_instance_is_a_failure() {
    instance("i-1", "running");
    account.jobs.put("mgnjob-1", new MgnJob("mgnjob-1", "TERMINATE", false, FakeAccount.NOW, "batch-1",
        Map.of("s-1", new MgnJob.Participant("FAILED", null))));
    var operation = terminate("s-1", "i-1");
    assertThat(((Observation.Ended<LaunchOutcome>) terminator.observe(List.of(operation)).get(operation.id())).outcome())
        .isInstanceOf(LaunchOutcome.StepFailed.class);
  }

  private void instance(String id, String state) {
    account.instances.put(id, new TargetInstance(id, state, "127.61.0.1", "subnet-test", Set.of(), Set.of()));
  }

  private Observation<LaunchOutcome> observe(StopTarget operation) {
    return stopper.observe(List.of(operation)).getOrDefault(operation.id(), new Observation.NotDone<>());
  }

  private static @Nullable String jobOf(@Nullable Observation<LaunchOutcome> observation) {
    assertThat(observation).isInstanceOf(Observation.Ended.class);
    return ((StepDone) ((Observation.Ended<LaunchOutcome>) observation).outcome()).jobId();
  }
}
