package dev.convoy.launch.jobs;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.InstanceMisplaced;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.test.StartTestHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.FakeAccount.NOW;
import static dev.convoy.launch.Operations.startTest;
import static org.assertj.core.api.Assertions.assertThat;

class StartTestHandlerTest {

  private final FakeAccount account = new FakeAccount();
  private final StartTestHandler handler = new StartTestHandler(
      Operations.lane(account, JobKind.START_TEST, StartTestHandler::startable), account.sources(), account.targets(),
      account);

  @Test
  void servers_go_into_one_job_and_are_followed_to_their_instances_in_three_reads() {
    account.server("s-1", "READY_FOR_TEST");
    account.server("s-2", "TESTING");
    var operations = List.of(startTest("s-1"), startTest("s-2"));
    assertThat(handler.observe(operations).values()).allMatch(Observation.NotDone.class::isInstance);

    assertThat(handler.act(operations).values()).allMatch(Acted.Accepted.class::isInstance);
    assertThat(account.jobs).hasSize(1);
    assertThat(account.jobs.values()).allMatch(job -> "batch-1".equals(job.batch()));
    assertThat(handler.observe(operations).values()).allMatch(Observation.Running.class::isInstance);

    account.end("mgnjob-1", "LAUNCHED", NOW);
    account.calls.clear();
    assertThat(outcome(startTest("s-2"))).isInstanceOf(InstanceLaunched.class)
        .extracting(o -> ((InstanceLaunched) o).instanceId()).isEqualTo("i-s-2-mgnjob-1");
    assertThat(account.calls).containsExactly("DescribeJobs", "DescribeSourceServers", "DescribeInstances");
  }

  @Test
  void a_job_of_an_earlier_attempt_is_no_evidence() {
    account.server("s-1", "TESTING");
    handler.act(List.of(startTest("s-1")));
    account.end("mgnjob-1", "FAILED", NOW);
    assertThat(observe(startTest("s-1", "mgnjob-1"))).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void a_failed_participant_fails_with_the_words_of_the_log() {
    account.server("s-1", "READY_FOR_TEST");
    handler.act(List.of(startTest("s-1")));
    account.end("mgnjob-1", "FAILED", NOW);
    var failed = (StepFailed) outcome(startTest("s-1"));
    assertThat(failed.failure().code()).isEqualTo("CVY-4102");
    assertThat(failed.failure().message()).contains("InsufficientInstanceCapacity");
    assertThat(failed.failure().permanent()).isFalse();
    assertThat(failed.jobId()).isEqualTo("mgnjob-1");
  }

  @Test
  void an_instance_has_time_to_boot_but_not_for_ever() {
    launched("s-1", NOW);
    account.boot("s-1", "WAITING");
    assertThat(observe(startTest("s-1"))).isInstanceOf(Observation.Running.class);
    launched("s-2", NOW.minus(Duration.ofMinutes(46)));
    account.boot("s-2", "WAITING");
    assertThat(((StepFailed) outcome(startTest("s-2"))).failure().code()).isEqualTo("CVY-4109");
    launched("s-3", NOW);
    account.boot("s-3", "STOPPED");
    assertThat(((StepFailed) outcome(startTest("s-3"))).failure().code()).isEqualTo("CVY-4103");
  }

  @Test
  void an_instance_that_runs_elsewhere_is_misplaced() {
    launched("s-1", NOW);
    account.instances.replaceAll((id, i) -> new TargetInstance(id, "running", "127.62.0.1", "subnet-prod", Set.of("sg-test"), Set.of()));
    assertThat(outcome(startTest("s-1"))).isInstanceOf(InstanceMisplaced.class);
    account.instances.replaceAll((id, i) -> new TargetInstance(id, "running", "127.61.0.1", "subnet-test", Set.of("sg-x"), Set.of()));
    assertThat(outcome(startTest("s-1"))).isInstanceOf(InstanceMisplaced.class);
  }

  @Test
  void an_instance_that_vanished_is_a_failure() {
    launched("s-1", NOW);
    account.instances.replaceAll((id, i) -> new TargetInstance(id, "terminated", "", "", Set.of(), Set.of()));
    assertThat(((StepFailed) outcome(startTest("s-1"))).failure().code()).isEqualTo("CVY-4111");
  }

  @Test
  void a_foreign_job_is_waited_out_and_never_adopted() {
    account.server("s-1", "TESTING");
    account.foreignJob("mgnjob-f", "START_TEST", "s-1");
    assertThat(observe(startTest("s-1"))).isInstanceOf(Observation.Running.class);
    account.end("mgnjob-f", "LAUNCHED", NOW);
    var failed = (StepFailed) outcome(startTest("s-1"));
    assertThat(failed.failure().code()).isEqualTo("CVY-4106");
    assertThat(failed.failure().permanent()).isTrue();
    account.end("mgnjob-f", "LAUNCHED", NOW.minus(Duration.ofHours(2)));
    assertThat(observe(startTest("s-1"))).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void a_termination_by_somebody_else_is_waited_out_and_no_more() {
    account.server("s-1", "READY_FOR_TEST");
    account.foreignJob("mgnjob-f", "TERMINATE", "s-1");
    assertThat(observe(startTest("s-1"))).isInstanceOf(Observation.Running.class);
    account.end("mgnjob-f", "TERMINATED", NOW);
    assertThat(observe(startTest("s-1"))).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void a_template_version_older_than_the_one_read_back_is_not_believed_at_once() {
    account.server("s-1", "READY_FOR_TEST");
    var fresh = new LaunchOperation.StartTest(Operations.fresh("s-1", "StartTest"), Operations.ACCOUNT, "s-1",
        new LaunchTemplate("lt-s-1", 2), Operations.TEST, List.of());
    assertThat(handler.act(List.of(fresh)).get(fresh.id())).isEqualTo(new Acted.NotAccepted<>(null));
    var old = new LaunchOperation.StartTest(Operations.header("s-1", "StartTest"), Operations.ACCOUNT, "s-1",
        new LaunchTemplate("lt-s-1", 2), Operations.TEST, List.of());
    assertThat(handler.act(List.of(old)).get(old.id())).isInstanceOf(Acted.Ended.class);
  }

  @Test
  void a_template_that_was_changed_is_not_launched_from() {
    account.server("s-1", "READY_FOR_TEST");
    account.server("s-2", "READY_FOR_TEST");
    account.templates.computeIfPresent("lt-s-1", (id, v) -> new dev.convoy.launch.settings.TemplateVersion(
        2, v.subnetId(), v.securityGroupIds(), v.instanceType(), null, null, "default", v.tags()));
    var acted = handler.act(List.of(startTest("s-1"), startTest("s-2")));
    assertThat(acted.get(startTest("s-1").id())).isInstanceOf(Acted.Ended.class);
    assertThat(acted.get(startTest("s-2").id())).isInstanceOf(Acted.Accepted.class);
    assertThat(account.calls).contains("START_TEST s-2");
  }

  @Test
  void of_a_refused_batch_those_at_fault_are_taken_out_and_the_rest_goes_again() {
    account.server("s-1", "READY_FOR_TEST");
    account.server("s-2", "NOT_READY");
    account.server("s-3", "READY_FOR_TEST");
    account.foreignJob("mgnjob-f", "START_TEST", "s-3");
    var acted = handler.act(List.of(startTest("s-1"), startTest("s-2"), startTest("s-3")));
    assertThat(acted.get(startTest("s-1").id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(2)));
    assertThat(acted.get(startTest("s-2").id())).isInstanceOf(Acted.Ended.class);
    assertThat(acted.get(startTest("s-3").id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(20)));
    assertThat(handler.act(List.of(startTest("s-1"))).values()).allMatch(Acted.Accepted.class::isInstance);
  }

  @Test
  void a_refusal_without_a_culprit_ends_the_attempt_unless_it_is_a_conflict() {
    account.server("s-1", "READY_FOR_TEST");
    account.next = FakeAccount.refusal("AccessDeniedException", "not allowed");
    assertThat(acted(startTest("s-1"))).isInstanceOf(Acted.Ended.class);
    account.next = FakeAccount.refusal("ConflictException", "too many");
    assertThat(acted(startTest("s-1"))).isInstanceOf(Acted.NotAccepted.class);
  }

  @Test
  void lost_answers_are_unknown_and_throttled_calls_wait_as_told() {
    account.server("s-1", "READY_FOR_TEST");
    account.next = new Answer.Unknown<>("time-out");
    assertThat(acted(startTest("s-1"))).isInstanceOf(Acted.Unknown.class);
    account.next = new Answer.Throttled<>(Duration.ofSeconds(7));
    assertThat(acted(startTest("s-1"))).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(7)));
  }

  @Test
  void jobs_of_others_count_against_the_quotas() {
    account.server("s-1", "READY_FOR_TEST");
    for (int i = 0; i < 5; i++) {
      account.foreignJob("mgnjob-f", "START_TEST", "s-f");
      account.foreignJob("mgnjob-f" + i % 3, "START_TEST", "s-f" + i);
    }
    assertThat(acted(startTest("s-1"))).isInstanceOf(Acted.NotAccepted.class);
    assertThat(account.calls).doesNotContain("START_TEST s-1");
  }

  private void launched(String server, java.time.Instant at) {
    account.server(server, "READY_FOR_TEST");
    handler.act(List.of(startTest(server)));
    account.jobs.keySet().stream().filter(id -> account.jobs.get(id).active()).toList()
        .forEach(id -> account.end(id, "LAUNCHED", at));
  }

  private Observation<LaunchOutcome> observe(StartTest operation) {
    return handler.observe(List.of(operation)).get(operation.id());
  }

  private LaunchOutcome outcome(StartTest operation) {
    var seen = observe(operation);
    assertThat(seen).isInstanceOf(Observation.Ended.class);
    return ((Observation.Ended<LaunchOutcome>) seen).outcome();
  }

  private Acted<LaunchOutcome> acted(StartTest operation) {
    return handler.act(List.of(operation)).get(operation.id());
  }
}
