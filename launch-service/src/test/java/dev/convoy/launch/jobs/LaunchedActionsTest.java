package dev.convoy.launch.jobs;

import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.cutover.StartCutoverHandler;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.test.StartTestHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.FakeAccount.NOW;
import static dev.convoy.launch.Operations.acting;
import static dev.convoy.launch.Operations.action;
import static org.assertj.core.api.Assertions.assertThat;

/** What post-launch actions mean for the launch that they follow. */
class LaunchedActionsTest {

  private static final LaunchAction MUST = action("must", 1001, true);
  private static final LaunchAction MAY = action("may", 1002, false);
  private static final LaunchOperation.StartTest TEST = Operations.startTest("s-1", acting(MUST, MAY));
  private static final LaunchOperation.StartCutover CUTOVER = Operations.startCutover("s-1", acting(MUST, MAY));

  private final FakeAccount account = new FakeAccount();
  private final StartTestHandler tests = new StartTestHandler(
      Operations.lane(account, JobKind.START_TEST, StartTestHandler::startable), account.sources(), account.targets(), account);
  private final StartCutoverHandler cutovers = new StartCutoverHandler(
      Operations.lane(account, JobKind.START_CUTOVER, StartCutoverHandler::startable), account.sources(), account.targets(),
      account);

  @Test
  void a_test_waits_for_all_of_them_and_tells_which_failed_that_may() {
    launched(tests, TEST, "READY_FOR_TEST", NOW);
    assertThat(look(tests, TEST)).isInstanceOf(Observation.Running.class);
    ran(run("must", "SUCCESS"), run("may", "IN_PROGRESS"));
    assertThat(look(tests, TEST)).isInstanceOf(Observation.Running.class);
    ran(run("must", "SUCCESS"), run("may", "FAILED"));
    assertThat(((InstanceLaunched) end(tests, TEST)).failedActions())
        .containsExactly("may (AWS-RunShellScript, SSM execution e-may): exit code 1");
  }

  @Test
  void a_cutover_waits_for_those_only_that_must_succeed() {
    launched(cutovers, CUTOVER, "READY_FOR_CUTOVER", NOW);
    ran(run("must", "IN_PROGRESS"));
    assertThat(look(cutovers, CUTOVER)).isInstanceOf(Observation.Running.class);
    ran(run("must", "SUCCESS"), run("may", "IN_PROGRESS"));
    assertThat(((InstanceLaunched) end(cutovers, CUTOVER)).failedActions()).isEmpty();
  }

  @Test
  void one_that_must_succeed_and_failed_fails_the_launch_for_a_person_to_see() {
    launched(cutovers, CUTOVER, "READY_FOR_CUTOVER", NOW);
    ran(run("must", "FAILED"));
    var failed = (StepFailed) end(cutovers, CUTOVER);
    assertThat(failed.failure().code()).isEqualTo("CVY-4121");
    assertThat(failed.failure().permanent()).isTrue();
    assertThat(failed.failure().message()).contains("must (AWS-RunShellScript, SSM execution e-must): exit code 1");
    assertThat(failed.instanceId()).isNotNull();
  }

  @Test
  void they_have_to_begin_in_the_time_of_a_boot_and_then_have_their_own() {
    launched(tests, TEST, "READY_FOR_TEST", NOW.minus(Duration.ofMinutes(46)));
    var failed = (StepFailed) end(tests, TEST);
    assertThat(failed.failure().code()).isEqualTo("CVY-4122");
    assertThat(failed.failure().message()).contains("must").doesNotContain("may");
    ran(run("must", "IN_PROGRESS"));
    assertThat(look(tests, TEST)).isInstanceOf(Observation.Running.class);
    endedAt(NOW.minus(Duration.ofMinutes(66)));
    ran(run("must", "SUCCESS"), run("may", "IN_PROGRESS"));
    assertThat(((InstanceLaunched) end(tests, TEST)).failedActions()).as("may is not waited for any longer").isEmpty();
  }

  @Test
  void actions_of_others_decide_nothing() {
    var none = Operations.startTest("s-1", acting());
    launched(tests, none, "READY_FOR_TEST", NOW);
    ran(run("theirs", "FAILED"));
    assertThat(end(tests, none)).isInstanceOf(InstanceLaunched.class);
  }

  private <O extends LaunchOperation> void launched(
      OperationHandler<O, LaunchOutcome> handler, O operation, String lifecycle, Instant at) {
    account.server("s-1", lifecycle);
    try {
      handler.act(List.of(operation));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    endedAt(at);
  }

  private void endedAt(Instant at) {
    account.end("mgnjob-1", "LAUNCHED", at);
  }

  private void ran(MgnJob.ActionRun... runs) {
    account.acted("mgnjob-1", "s-1", runs);
  }

  private static MgnJob.ActionRun run(String name, String status) {
    return new MgnJob.ActionRun(name, "AWS-RunShellScript", status, "e-" + name, status.equals("FAILED") ? "exit code 1" : "");
  }

  private static <O extends LaunchOperation> Observation<LaunchOutcome> look(
      OperationHandler<O, LaunchOutcome> handler, O operation) {
    try {
      return handler.observe(List.of(operation)).getOrDefault(operation.id(), new Observation.NotDone<>());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <O extends LaunchOperation> LaunchOutcome end(OperationHandler<O, LaunchOutcome> handler, O operation) {
    return ((Observation.Ended<LaunchOutcome>) look(handler, operation)).outcome();
  }
}
