package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.Job;
import software.amazon.awssdk.services.mgn.model.LaunchStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** Drives a whole migration with the real SDK. */
class MigrationConformanceTest {

  private final BlockingQueue<String> targets = new LinkedBlockingQueue<>();
  private final AwsLab lab = new AwsLab(AwsSimulatorSettings.defaults().withSpeed(10_000).withTargets(
      new TargetListener() {
        @Override
        public void booted(InstanceView instance) {
          targets.add("booted " + instance.instanceId() + " " + instance.privateIp() + " " + instance.cutover());
        }

        @Override
        public void gone(InstanceView instance) {
          targets.add("gone " + instance.instanceId());
        }
      })).prepared();

  @AfterEach
  void stop() {
    lab.close();
  }

  /** API contract, 1 and 2.3: lastSeenByServiceDateTime, STALLED, AGENT_NOT_SEEN. */
  @Test
  void a_source_that_was_shut_down_stalls_and_can_be_cut_over_and_finalized_all_the_same() throws InterruptedException {
    var id = lab.readyForTest("web-2");
    change(id, "READY_FOR_CUTOVER");
    lab.place(id, "subnet-0000000c00", "sg-0000000c00");
    lab.door("PUT", "/_lab/agents/" + id + "/writing", Map.of("writing", false));
    AwsLab.await(() -> lab.server(id), s -> s.dataReplicationInfo().lagDuration().equals("P0D"));
    lab.door("PUT", "/_lab/agents/" + id + "/seen", Map.of("seen", false));

    AwsLab.await(() -> lab.server(id), s -> s.dataReplicationInfo().dataReplicationStateAsString().equals("STALLED"));
    assertThat(lab.server(id).dataReplicationInfo().dataReplicationError().errorAsString()).isEqualTo("AGENT_NOT_SEEN");
    assertThat(lab.server(id).dataReplicationInfo().lagDuration()).isNotNull();
    var lastSeen = lab.server(id).lifeCycle().lastSeenByServiceDateTime();
    lab.mgn.retryDataReplication(r -> r.sourceServerID(id));
    assertThat(lab.server(id).dataReplicationInfo().dataReplicationStateAsString()).isEqualTo("STALLED");

    launched(ended(lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job()), id);
    assertThat(lab.server(id).lifeCycle().lastSeenByServiceDateTime()).as("stands still").isEqualTo(lastSeen);
    lab.door("PUT", "/_lab/agents/" + id + "/seen", Map.of("seen", true));
    assertThat(lab.server(id).dataReplicationInfo().dataReplicationStateAsString()).isEqualTo("CONTINUOUS");
    assertThat(lab.server(id).lifeCycle().lastSeenByServiceDateTime()).isGreaterThan(lastSeen);
    lab.door("PUT", "/_lab/agents/" + id + "/seen", Map.of("seen", false));
    lab.mgn.finalizeCutover(r -> r.sourceServerID(id));
    assertThat(lab.server(id).dataReplicationInfo().dataReplicationStateAsString()).isEqualTo("DISCONNECTED");
  }

  @Test
  void a_server_is_replicated_tested_cut_over_finalized_and_archived() throws InterruptedException {
    var id = lab.readyForTest("web-1");

    var test = ended(lab.mgn.startTest(r -> r.sourceServerIDs(id).tags(Map.of("convoy:batch", "b-1"))).job());
    var testInstance = launched(test, id);
    assertThat(test.tags()).containsEntry("convoy:batch", "b-1");
    assertThat(events(test)).containsExactly("JOB_START", "SNAPSHOT_START", "SNAPSHOT_END", "CONVERSION_START",
        "CONVERSION_END", "LAUNCH_START", "JOB_END");
    assertThat(targets.poll(30, TimeUnit.SECONDS)).isEqualTo("booted " + testInstance + " 127.61.0.4 false");
    assertThat(lab.server(id).launchedInstance().firstBootAsString()).isEqualTo("SUCCEEDED");
    assertThat(status(testInstance)).isEqualTo("ok");

    change(id, "READY_FOR_CUTOVER");
    ended(lab.mgn.terminateTargetInstances(r -> r.sourceServerIDs(id)).job());
    assertThat(targets.poll(30, TimeUnit.SECONDS)).isEqualTo("gone " + testInstance);
    assertThat(lab.server(id).launchedInstance()).isNull();

    lab.place(id, "subnet-0000000c00", "sg-0000000c00");
    lab.door("PUT", "/_lab/agents/" + id + "/writing", Map.of("writing", false));
    AwsLab.await(() -> lab.server(id), s -> s.dataReplicationInfo().lagDuration().equals("P0D"));
    var cutover = ended(lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job());
    var cutoverInstance = launched(cutover, id);
    assertThat(targets.poll(30, TimeUnit.SECONDS)).isEqualTo("booted " + cutoverInstance + " 127.62.0.4 true");

    var finalized = lab.mgn.finalizeCutover(r -> r.sourceServerID(id));
    assertThat(finalized.lifeCycle().stateAsString()).isEqualTo("CUTOVER");
    assertThat(finalized.dataReplicationInfo().dataReplicationStateAsString()).isEqualTo("DISCONNECTED");
    assertThat(finalized.dataReplicationInfo().lagDuration()).isNull();
    assertThat(lab.mgn.markAsArchived(r -> r.sourceServerID(id)).isArchived()).isTrue();
    assertThat(lab.mgn.describeSourceServers(r -> r.filters(f -> f.isArchived(false))).items()).isEmpty();
    assertThat(status(cutoverInstance)).isEqualTo("ok");
  }

  @Test
  void an_agent_installed_again_after_a_disconnect_goes_on_replicating_under_the_same_id() {
    var id = lab.readyForTest("web-1");
    lab.mgn.disconnectFromService(r -> r.sourceServerID(id));
    var body = AwsLab.agent(AwsLab.KEY, "web-1");
    assertThat(lab.door("POST", "/_lab/agents", body).path("sourceServerID").asString()).isEqualTo(id);
    assertThat(lab.server(id).dataReplicationInfo().dataReplicationStateAsString()).isEqualTo("STOPPED");
    body.put("noReplication", false);
    assertThat(lab.door("POST", "/_lab/agents", body).path("sourceServerID").asString()).isEqualTo(id);
    AwsLab.await(() -> lab.server(id), s -> s.lifeCycle().stateAsString().equals("READY_FOR_TEST"));
  }

  @Test
  void a_second_test_deletes_the_first_test_instance() {
    var id = lab.readyForTest("web-1");
    var first = launched(ended(lab.mgn.startTest(r -> r.sourceServerIDs(id)).job()), id);

    var again = ended(lab.mgn.startTest(r -> r.sourceServerIDs(id)).job());

    assertThat(events(again)).contains("CLEANUP_START", "CLEANUP_END");
    AwsLab.await(() -> state(first), "terminated"::equals);
    assertThat(launched(again, id)).isNotEqualTo(first);
  }

  @Test
  void a_cutover_cleans_up_a_test_instance_that_still_runs() {
    var id = lab.readyForTest("web-1");
    var test = launched(ended(lab.mgn.startTest(r -> r.sourceServerIDs(id)).job()), id);
    change(id, "READY_FOR_CUTOVER");

    ended(lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job());

    AwsLab.await(() -> state(test), "terminated"::equals);
  }

  @Test
  void a_cutover_can_be_reverted_and_its_target_stopped_and_started() throws InterruptedException {
    var id = lab.readyForTest("web-1");
    change(id, "READY_FOR_CUTOVER");
    var instance = launched(ended(lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job()), id);
    assertThat(targets.poll(30, TimeUnit.SECONDS)).startsWith("booted " + instance);

    lab.ec2.stopInstances(r -> r.instanceIds(instance));
    assertThat(targets.poll(30, TimeUnit.SECONDS)).isEqualTo("gone " + instance);
    AwsLab.await(() -> state(instance), "stopped"::equals);
    change(id, "READY_FOR_CUTOVER");
    assertThat(lab.server(id).lifeCycle().lastCutover().reverted().apiCallDateTime()).isNotNull();

    lab.ec2.startInstances(r -> r.instanceIds(instance));
    assertThat(targets.poll(30, TimeUnit.SECONDS)).startsWith("booted " + instance);
  }

  @Test
  void a_launch_without_a_subnet_fails_for_the_server_and_not_for_the_job() {
    var placed = lab.readyForTest("web-1");
    var unplaced = lab.register("web-2");
    lab.mgn.startReplication(r -> r.sourceServerID(unplaced));
    AwsLab.await(() -> lab.server(unplaced), s -> s.lifeCycle().stateAsString().equals("READY_FOR_TEST"));

    var job = ended(lab.mgn.startTest(r -> r.sourceServerIDs(placed, unplaced)).job());

    launched(job, placed);
    assertThat(job.participatingServers()).filteredOn(p -> p.sourceServerID().equals(unplaced))
        .singleElement().satisfies(p -> assertThat(p.launchStatus()).isEqualTo(LaunchStatus.FAILED));
    assertThat(lab.mgn.describeJobLogItems(r -> r.jobID(job.jobID())).items())
        .filteredOn(i -> i.eventAsString().equals("LAUNCH_FAILED")).singleElement()
        .satisfies(i -> assertThat(i.eventData().rawError()).startsWith("VPCIdNotSpecified"));
  }

  @Test
  void the_launch_follows_the_default_version_of_the_template_and_not_the_latest() {
    var id = lab.readyForTest("web-1");
    var template = lab.mgn.getLaunchConfiguration(r -> r.sourceServerID(id)).ec2LaunchTemplateID();
    lab.ec2.createLaunchTemplateVersion(r -> r.launchTemplateId(template).sourceVersion("$Default")
        .launchTemplateData(d -> d.networkInterfaces(n -> n.deviceIndex(0).subnetId("subnet-0000000c00"))));

    var instance = launched(ended(lab.mgn.startTest(r -> r.sourceServerIDs(id)).job()), id);

    var seen = lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().getFirst();
    assertThat(seen.subnetId()).isEqualTo("subnet-0000000b00");
    assertThat(seen.instanceTypeAsString()).isEqualTo("m5.large");
    assertThat(seen.securityGroups()).extracting(g -> g.groupId()).isEqualTo(List.of("sg-0000000b00"));
  }

  private void change(String id, String state) {
    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(id).lifeCycle(l -> l.state(state)));
  }

  private Job ended(Job job) {
    return AwsLab.await(() -> lab.mgn.describeJobs(r -> r.filters(f -> f.jobIDs(job.jobID()))).items().getFirst(),
        j -> j.statusAsString().equals("COMPLETED"));
  }

  private static String launched(Job job, String id) {
    var server = job.participatingServers().stream().filter(p -> p.sourceServerID().equals(id)).findFirst()
        .orElseThrow();
    assertThat(server.launchStatus()).isEqualTo(LaunchStatus.LAUNCHED);
    return server.launchedEc2InstanceID();
  }

  private List<String> events(Job job) {
    return lab.mgn.describeJobLogItems(r -> r.jobID(job.jobID())).items().stream().map(i -> i.eventAsString()).toList();
  }

  private String state(String instance) {
    return lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().getFirst()
        .state().nameAsString();
  }

  private String status(String instance) {
    return lab.ec2.describeInstanceStatus(r -> r.instanceIds(instance)).instanceStatuses().getFirst().instanceStatus()
        .statusAsString();
  }
}
