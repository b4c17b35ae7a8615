package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.launch.adapter.mgn.Ec2ImageGateway;
import dev.convoy.launch.adapter.mgn.Ec2TargetGateway;
import dev.convoy.launch.adapter.mgn.Ec2TemplateGateway;
import dev.convoy.launch.adapter.mgn.MgnActionGateway;
import dev.convoy.launch.adapter.mgn.MgnJobGateway;
import dev.convoy.launch.adapter.mgn.MgnLaunchConfigurationGateway;
import dev.convoy.launch.adapter.mgn.MgnSourceServerGateway;
import dev.convoy.launch.cutover.StartCutoverHandler;
import dev.convoy.launch.finalize.ArchiveServerHandler;
import dev.convoy.launch.finalize.FinalizeCutoverHandler;
import dev.convoy.launch.image.CreateImageHandler;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.jobs.JobSettings;
import dev.convoy.launch.jobs.MgnJob;
import dev.convoy.launch.rollback.RevertLifecycleHandler;
import dev.convoy.launch.rollback.SnapshotTargetHandler;
import dev.convoy.launch.rollback.StopTargetHandler;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.SnapshotsTaken;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.settings.ConfigureLaunchHandler;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.test.MarkReadyHandler;
import dev.convoy.launch.test.StartTestHandler;
import dev.convoy.launch.test.TerminateTestHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.SourceServerActionDocument;

import static org.assertj.core.api.Assertions.assertThat;

/** The handlers of launch-service with their adapters, on the simulator: what they rest on in AWS is really so. */
class LaunchAdaptersTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final Placement TEST = new Placement("subnet-0000000b00", List.of("sg-0000000b00"), "m6i.large", null,
      null, "default", Map.of("app", "shop"));
  private static final Placement TARGET = new Placement("subnet-0000000c00", List.of("sg-0000000c00"), "m6i.large",
      null, null, "default", Map.of());

  private final AwsLab lab = AwsLab.fast().prepared();
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final MgnSourceServerGateway servers = new MgnSourceServerGateway(clients);
  private final MgnJobGateway jobs = new MgnJobGateway(clients);
  private final Ec2TargetGateway targets = new Ec2TargetGateway(clients);
  private final Ec2TemplateGateway templates = new Ec2TemplateGateway(clients);
  private final Clock clock = Clock.systemUTC();
  private final Times times = new Times(Duration.ofMillis(50), Duration.ofMillis(5));
  private final ConfigureLaunchHandler configure = new ConfigureLaunchHandler(
      new MgnLaunchConfigurationGateway(clients), templates, new MgnActionGateway(clients), times, clock);
  private final StartTestHandler startTest = new StartTestHandler(
      lane(JobKind.START_TEST, StartTestHandler::startable), servers, targets, templates);
  private final StartCutoverHandler startCutover = new StartCutoverHandler(
      lane(JobKind.START_CUTOVER, StartCutoverHandler::startable), servers, targets, templates);
  private int attempt;

  @BeforeEach
  void credentialsOfTheProcess() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  @Test
  void a_server_goes_through_all_handlers_to_the_archive() throws InterruptedException {
    var id = replicating("web-1");
    var tested = test(id);
    assertThat(tested.subnetId()).isEqualTo("subnet-0000000b00");
    assertThat(lab.ledger()).filteredOn(call -> call.path("operation").asString().equals("StartTest")).hasSize(1);

    done(new MarkReadyHandler(servers, times, clock),
        new LaunchOperation.MarkReadyForCutover(header("MarkReadyForCutover"), ACCOUNT, id));
    var terminated = done(
        new TerminateTestHandler(lane(JobKind.TERMINATE, TerminateTestHandler::startable), targets),
        new LaunchOperation.TerminateTest(header("TerminateTest"), ACCOUNT, id, tested.instanceId(),
            List.of(tested.jobId())));
    assertThat(terminated.jobId()).isNotNull();

    var launched = cutover(id, tested.jobId());
    assertThat(launched.subnetId()).isEqualTo("subnet-0000000c00");
    done(new FinalizeCutoverHandler(servers, times, clock),
        new LaunchOperation.FinalizeCutover(header("FinalizeCutover"), ACCOUNT, id));
    var archive = new LaunchOperation.ArchiveServer(header("ArchiveServer"), ACCOUNT, id);
    done(new ArchiveServerHandler(servers, times, clock), archive);
    assertThat(servers.describe(ACCOUNT, List.of(id)).get(id)).extracting(SourceServer::archived).isEqualTo(true);
    done(new ArchiveServerHandler(servers, times, clock), archive);
  }

  @Test
  void a_server_that_somebody_else_has_tested_is_led_back_and_tested_by_us() throws InterruptedException {
    for (var marked : List.of(false, true)) {
      var id = lab.readyForTest("theirs-" + marked);
      lab.mgn.startTest(r -> r.sourceServerIDs(id));
      AwsLab.await(() -> lab.mgn.describeJobs(r -> { }).items(),
          jobs -> jobs.stream().allMatch(job -> job.statusAsString().equals("COMPLETED")));
      if (marked) {
        lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(id).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
      }
      var theirs = lab.server(id).launchedInstance().ec2InstanceID();
      done(new RevertLifecycleHandler(servers, times, clock), new LaunchOperation.RevertLifecycle(
          header("RevertLifecycle"), ACCOUNT, id, LaunchOperation.RevertTo.READY_FOR_TEST));
      assertThat(test(id).instanceId()).isNotEqualTo(theirs);
    }
  }

  @Test
  void a_cutover_goes_back_to_ready_for_cutover_and_can_be_launched_again() throws InterruptedException {
    var id = replicating("web-1");
    done(new MarkReadyHandler(servers, times, clock),
        new LaunchOperation.MarkReadyForCutover(header("MarkReadyForCutover"), ACCOUNT, id));
    var first = cutover(id);
    done(new StopTargetHandler(jobs, targets, times, clock), new LaunchOperation.StopTarget(
        header("StopTarget"), ACCOUNT, id, first.instanceId(), false, List.of(first.jobId())));
    var taken = (SnapshotsTaken) end(new SnapshotTargetHandler(targets, times, clock), new LaunchOperation.SnapshotTarget(
        header("SnapshotTarget"), ACCOUNT, id, first.instanceId()));
    assertThat(taken.snapshotIds()).hasSize(1);
    assertThat(taken.complete()).isTrue();
    assertThat(lab.ledger()).filteredOn(call -> call.path("operation").asString().equals("CreateSnapshots"))
        .singleElement().satisfies(call -> {
          assertThat(call.path("sourceServers").path(0).asString()).isEqualTo(id);
          assertThat(call.path("tags").path("convoy:operation").asString()).startsWith("web-1:SnapshotTarget:1:");
          assertThat(call.path("saved").path("state").asString()).isEqualTo("stopped");
        });
    done(new RevertLifecycleHandler(servers, times, clock), new LaunchOperation.RevertLifecycle(
        header("RevertLifecycle"), ACCOUNT, id, LaunchOperation.RevertTo.READY_FOR_CUTOVER));
    assertThat(cutover(id, first.jobId()).instanceId()).isNotEqualTo(first.instanceId());
  }

  @Test
  void post_launch_actions_are_written_run_and_waited_for_and_those_of_others_are_left_alone() throws InterruptedException {
    var id = replicating("web-1");
    lab.mgn.putSourceServerAction(r -> r.sourceServerID(id).actionID("theirs1").actionName("Theirs").order(1500)
        .documentIdentifier("AWS-RunShellScript"));
    var join = action("Join the domain", 1001, true);
    var test = acting(TEST, join, action("Report", 1002, false));
    var tested = (InstanceLaunched) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, id, configured(id, test), test, List.of()));
    assertThat(tested.failedActions()).isEmpty();
    assertThat(jobs.since(ACCOUNT, Instant.EPOCH)).anySatisfy(job -> assertThat(job.participants().get(id).actions())
        .filteredOn(run -> run.status().equals("SUCCESS")).extracting(MgnJob.ActionRun::name).contains("Join the domain", "Report"));
    var changes = lab.ledger().size();
    configured(id, test);
    assertThat(lab.ledger()).as("what is as wanted is not written").hasSize(changes);

    done(new MarkReadyHandler(servers, times, clock),
        new LaunchOperation.MarkReadyForCutover(header("MarkReadyForCutover"), ACCOUNT, id));
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "StartCutover", "kind", "actionFailed")));
    var target = acting(TARGET, join);
    var failed = (StepFailed) end(startCutover, new LaunchOperation.StartCutover(
        header("StartCutover"), ACCOUNT, id, configured(id, target), target, List.of(tested.jobId())));
    assertThat(failed.failure().code()).isEqualTo("CVY-4121");
    assertThat(failed.failure().message()).contains("Join the domain", "AWS-RunShellScript", "SSM execution");
    assertThat(failed.instanceId()).isNotNull();
    assertThat(lab.mgn.listSourceServerActions(r -> r.sourceServerID(id)).items())
        .extracting(SourceServerActionDocument::actionName).containsExactlyInAnyOrder("Theirs", "Join the domain");
  }

  @Test
  void a_failed_action_that_need_not_succeed_is_told() throws InterruptedException {
    var id = replicating("web-1");
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "StartTest", "kind", "actionFailed")));
    var test = acting(TEST, action("Report", 1001, false));
    var tested = (InstanceLaunched) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, id, configured(id, test), test, List.of()));
    assertThat(tested.failedActions()).singleElement().asString().startsWith("Report (AWS-RunShellScript, SSM execution ");
  }

  @Test
  void an_action_that_is_planted_to_fail_ends_the_test_of_its_server_as_the_plan_of_the_lab_promises() throws InterruptedException {
    var rule = new HashMap<>(PlantedFailure.ACTION_FAILS.awsFault().orElseThrow());
    var planted = replicating("web-1");
    rule.put("sourceServers", List.of(planted));
    lab.door("PUT", "/_lab/faults", List.of(rule));
    var test = acting(TEST, action("Report", 1001, true));
    var failed = (StepFailed) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, planted, configured(planted, test), test, List.of()));
    assertThat(failed.failure().code()).isEqualTo(PlantedFailure.ACTION_FAILS.code());
    assertThat(failed.failure().permanent()).as("another instance would fail by the same document").isTrue();
    var other = replicating("web-2");
    var tested = (InstanceLaunched) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, other, configured(other, test), test, List.of()));
    assertThat(tested.failedActions()).isEmpty();
  }

  private static LaunchAction action(String name, int order, boolean mustSucceed) {
    return new LaunchAction(name, "AWS-RunShellScript", "$LATEST", order, 600, mustSucceed,
        Map.of("commands", List.of(new LaunchAction.Reference("convoy.join", true), new LaunchAction.Reference("site", false))));
  }

  private static Placement acting(Placement p, LaunchAction... actions) {
    return new Placement(p.subnetId(), p.securityGroupIds(), p.instanceType(), p.instanceProfile(), p.privateIp(), p.tenancy(),
        p.tags(), List.of(actions));
  }

  @Test
  void a_failed_launch_is_told_in_the_words_of_the_job_log() throws InterruptedException {
    var id = replicating("web-1");
    var elsewhere = new Placement("subnet-0000000b00", List.of("sg-none"), null, null, null, "default", Map.of());
    var template = ((LaunchConfigured) end(configure,
        new LaunchOperation.ConfigureLaunch(header("ConfigureLaunch"), ACCOUNT, id, elsewhere))).template();
    var failed = (StepFailed) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, id, template, elsewhere, List.of()));
    assertThat(failed.failure().code()).isEqualTo("CVY-4102");
    assertThat(failed.failure().message()).contains("InvalidGroup.NotFound");
  }

  @Test
  void a_call_whose_answer_was_lost_is_found_by_its_tag_and_not_made_again() throws InterruptedException {
    var operation = stopped();
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "CreateSnapshots", "kind", "answerLost", "count", 1)));
    var handler = new SnapshotTargetHandler(targets, times, clock);
    assertThat(handler.act(List.of(operation)).values()).allMatch(Acted.Unknown.class::isInstance);
    assertThat(((SnapshotsTaken) end(handler, operation)).snapshotIds()).hasSize(1);
    assertThat(lab.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()).hasSize(1);
  }

  @Test
  void what_ec2_does_not_allow_or_cannot_copy_is_a_failure_of_the_operation() throws InterruptedException {
    var operation = stopped();
    var handler = new SnapshotTargetHandler(targets, times, clock);
    for (var fault : Map.of("denied", "CVY-4151", "quota", "CVY-4151", "snapshotFailed", "CVY-4152").entrySet()) {
      lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "CreateSnapshots", "kind", fault.getKey())));
      var again = new LaunchOperation.SnapshotTarget(
          header("SnapshotTarget"), ACCOUNT, operation.sourceServerId(), operation.instanceId());
      assertThat(((StepFailed) end(handler, again)).failure().code()).as(fault.getKey()).isEqualTo(fault.getValue());
    }
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "DescribeSnapshots", "kind", "denied")));
    assertThat(((StepFailed) end(handler, operation)).failure().permanent()).isTrue();
  }

  @Test
  void an_image_of_a_running_instance_becomes_available_and_leaves_it_running() throws InterruptedException {
    var instance = test(replicating("web-1")).instanceId();
    var handler = new CreateImageHandler(new Ec2ImageGateway(clients), times, clock);
    var operation = image(instance, "convoy-web-1-1-1");
    var seen = (ImageSeen) end(handler, operation);
    assertThat(seen.available()).isTrue();
    assertThat(seen.name()).isEqualTo("convoy-web-1-1-1");
    var image = lab.ec2.describeImages(r -> r.owners("self").imageIds(seen.imageId())).images().getFirst();
    assertThat(image.sourceInstanceId()).isEqualTo(instance);
    assertThat(image.tags()).extracting(tag -> tag.key() + "=" + tag.value())
        .contains("convoy:operation=" + operation.id(), "convoy:server=web-1", "Name=convoy-web-1-1-1");
    assertThat(lab.ec2.describeSnapshots(r -> r.snapshotIds(seen.snapshotIds())).snapshots()).hasSize(1).allSatisfy(snapshot ->
        assertThat(snapshot.tags()).anyMatch(tag -> tag.value().equals(operation.id().toString())));
    assertThat(targets.describe(ACCOUNT, List.of(instance)).get(instance).isRunning()).as("was not restarted").isTrue();

    var twice = (StepFailed) end(handler, image(instance, "convoy-web-1-1-1"));
    assertThat(twice.failure().code()).isEqualTo("CVY-4171");
    assertThat(twice.failure().permanent()).as("its name is taken").isTrue();
  }

  @Test
  void an_image_is_found_after_a_lost_answer_and_fails_as_ec2_says() throws InterruptedException {
    var instance = test(replicating("web-1")).instanceId();
    var handler = new CreateImageHandler(new Ec2ImageGateway(clients), times, clock);
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "CreateImage", "kind", "answerLost", "count", 1)));
    var lost = image(instance, "lost");
    assertThat(handler.act(List.of(lost)).values()).allMatch(Acted.Unknown.class::isInstance);
    assertThat(((ImageSeen) end(handler, lost)).name()).isEqualTo("lost");
    assertThat(lab.ec2.describeImages(r -> r.owners("self")).images()).hasSize(1);
    for (var fault : Map.of("denied", "CVY-4171", "snapshotFailed", "CVY-4172").entrySet()) {
      lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "CreateImage", "kind", fault.getKey())));
      assertThat(((StepFailed) end(handler, image(instance, fault.getKey()))).failure().code()).as(fault.getKey())
          .isEqualTo(fault.getValue());
    }
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "DescribeImages", "kind", "denied")));
    assertThat(((StepFailed) end(handler, lost)).failure().permanent()).isTrue();
  }

  private LaunchOperation.CreateImage image(String instance, String name) {
    return new LaunchOperation.CreateImage(header("CreateImage"), ACCOUNT, "s-1", instance, name);
  }

  private LaunchOperation.SnapshotTarget stopped() throws InterruptedException {
    var id = replicating("web-1");
    done(new MarkReadyHandler(servers, times, clock),
        new LaunchOperation.MarkReadyForCutover(header("MarkReadyForCutover"), ACCOUNT, id));
    var target = cutover(id);
    done(new StopTargetHandler(jobs, targets, times, clock), new LaunchOperation.StopTarget(
        header("StopTarget"), ACCOUNT, id, target.instanceId(), false, List.of(target.jobId())));
    return new LaunchOperation.SnapshotTarget(header("SnapshotTarget"), ACCOUNT, id, target.instanceId());
  }

  private String replicating(String name) {
    var id = lab.register(name);
    lab.mgn.startReplication(r -> r.sourceServerID(id));
    AwsLab.await(() -> lab.server(id), s -> s.lifeCycle().stateAsString().equals("READY_FOR_TEST"));
    return id;
  }

  private InstanceLaunched test(String id) throws InterruptedException {
    return (InstanceLaunched) end(startTest, new LaunchOperation.StartTest(
        header("StartTest"), ACCOUNT, id, configured(id, TEST), TEST, List.of()));
  }

  private InstanceLaunched cutover(String id, String... previousJobs) throws InterruptedException {
    return (InstanceLaunched) end(startCutover, new LaunchOperation.StartCutover(
        header("StartCutover"), ACCOUNT, id, configured(id, TARGET), TARGET, List.of(previousJobs)));
  }

  private LaunchTemplate configured(String id, Placement placement) throws InterruptedException {
    return ((LaunchConfigured) end(configure,
        new LaunchOperation.ConfigureLaunch(header("ConfigureLaunch"), ACCOUNT, id, placement))).template();
  }

  private <O extends LaunchOperation> StepDone done(OperationHandler<O, LaunchOutcome> handler, O operation)
      throws InterruptedException {
    return (StepDone) end(handler, operation);
  }

  /** What the worker does: look, start what is not done, look again. */
  private <O extends LaunchOperation> LaunchOutcome end(OperationHandler<O, LaunchOutcome> handler, O operation)
      throws InterruptedException {
    var until = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(until)) {
      switch (handler.observe(List.of(operation)).get(operation.id())) {
        case Observation.Ended<LaunchOutcome>(var outcome) -> {
          return outcome;
        }
        case Observation.NotDone<LaunchOutcome> nothing -> {
          if (handler.act(List.of(operation)).get(operation.id()) instanceof Acted.Ended<LaunchOutcome>(var outcome)) {
            return outcome;
          }
        }
        case Observation.Running<LaunchOutcome> running -> { }
      }
    }
    throw new AssertionError(operation + " did not end");
  }

  private JobLane lane(JobKind kind, Predicate<SourceServer> startable) {
    var settings = new JobSettings(Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMinutes(1),
        Duration.ofMinutes(1), 200, 20);
    return new JobLane(kind, startable, jobs, servers, settings, clock, () -> UUID.randomUUID().toString());
  }

  private OperationHeader header(String kind) {
    return new OperationHeader("web-1", kind, 1, ++attempt, ACCOUNT.limitKey(), true, clock.instant(), "wave-1");
  }
}
