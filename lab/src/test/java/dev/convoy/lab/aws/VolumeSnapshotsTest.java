package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Snapshots of instances, asked for with the real SDK. */
class VolumeSnapshotsTest {

  private final AwsLab lab = AwsLab.fast().prepared();
  private String instance = "";
  private List<String> volumes = List.of();

  @BeforeEach
  void launch() {
    var id = lab.door("POST", "/_lab/agents", withTwoDisks()).path("sourceServerID").asString();
    lab.place(id, "subnet-0000000b00", "sg-0000000b00");
    lab.mgn.startReplication(r -> r.sourceServerID(id));
    AwsLab.await(() -> lab.server(id), s -> s.lifeCycle().stateAsString().equals("READY_FOR_TEST"));
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    instance = AwsLab.await(() -> lab.server(id), s -> s.launchedInstance() != null).launchedInstance().ec2InstanceID();
    volumes = lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().getFirst()
        .blockDeviceMappings().stream().map(device -> device.ebs().volumeId()).toList();
  }

  private static Map<String, Object> withTwoDisks() {
    var agent = new java.util.HashMap<>(AwsLab.agent(AwsLab.KEY, "db-1"));
    agent.put("disks", List.of(Map.of("deviceName", "/dev/sda", "bytes", 8L << 30),
        Map.of("deviceName", "/dev/sdb", "bytes", (20L << 30) + 1)));
    return agent;
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private List<SnapshotInfo> snapshots(String operation) {
    return lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance)).description("before")
        .tagSpecifications(t -> t.resourceType(ResourceType.SNAPSHOT)
            .tags(tag -> tag.key("convoy:operation").value(operation)))).snapshots();
  }

  @Test
  void all_volumes_of_an_instance_are_snapshotted_at_once_and_complete_after_a_while() {
    var taken = snapshots("op-1");
    assertThat(volumes).hasSize(2);
    assertThat(taken).extracting(SnapshotInfo::volumeId).containsExactlyElementsOf(volumes);
    assertThat(taken).extracting(SnapshotInfo::stateAsString).containsOnly("pending");
    assertThat(taken).extracting(SnapshotInfo::volumeSize).containsExactly(8, 21);
    var complete = AwsLab.await(() -> lab.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots(),
        all -> all.stream().allMatch(each -> each.stateAsString().equals("completed")));
    assertThat(complete).extracting(Snapshot::snapshotId)
        .containsExactlyElementsOf(taken.stream().map(SnapshotInfo::snapshotId).toList());
    assertThat(complete).allSatisfy(each -> assertThat(each.tags()).singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("op-1")));
  }

  @Test
  void they_are_found_by_owner_tag_volume_and_id_in_pages() {
    var first = snapshots("op-1");
    for (int i = 2; i <= 4; i++) {
      snapshots("op-" + i);
    }
    assertThat(lab.ec2.describeSnapshotsPaginator(r -> r.ownerIds("self").maxResults(5)).snapshots().stream()).hasSize(8);
    assertThat(lab.ec2.describeSnapshots(r -> r.ownerIds("self").maxResults(5)).nextToken()).isNotEmpty();
    assertThat(lab.ec2.describeSnapshots(r -> r.ownerIds("999999999999")).snapshots()).isEmpty();
    assertThat(lab.ec2.describeSnapshots(r -> r.filters(f -> f.name("tag:convoy:operation").values("op-1", "op-3")))
        .snapshots()).hasSize(4);
    assertThat(lab.ec2.describeSnapshots(r -> r.filters(f -> f.name("volume-id").values(volumes.getLast())))
        .snapshots()).hasSize(4);
    assertThat(lab.ec2.describeSnapshots(r -> r.snapshotIds(first.getFirst().snapshotId())).snapshots()).hasSize(1);
  }

  @Test
  void some_volumes_can_be_left_out_and_the_ledger_says_so() {
    lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance).excludeBootVolume(true)));
    lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance)
        .excludeDataVolumeIds(volumes.getLast())));
    assertThat(lab.ledger()).filteredOn(line -> line.path("operation").asString().equals("CreateSnapshots"))
        .extracting(line -> line.path("saved").path("left").path(0).asString()).containsExactlyElementsOf(volumes);
  }

  @Test
  void what_cannot_be_snapshotted_is_refused() {
    assertThat(refused("i-00000000000000000")).isEqualTo("InvalidInstanceID.NotFound");
    assertThat(refused("web")).isEqualTo("InvalidInstanceID.Malformed");
    assertThat(refused("")).isEqualTo("MissingParameter");
    assertThat(code(() -> lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance))
        .tagSpecifications(t -> t.resourceType(ResourceType.VOLUME)
            .tags(tag -> tag.key("a").value("b")))))).isEqualTo("InvalidParameterValue");
    assertThat(code(() -> lab.ec2.describeSnapshots(r -> r.snapshotIds("snap-00000000000000000"))))
        .isEqualTo("InvalidSnapshot.NotFound");
    lab.ec2.terminateInstances(r -> r.instanceIds(instance));
    AwsLab.await(() -> lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances()
        .getFirst(), each -> each.state().nameAsString().equals("terminated"));
    assertThat(refused(instance)).isEqualTo("InvalidParameterCombination");
  }

  @Test
  void a_set_that_is_planted_to_fail_ends_in_error_as_a_whole() {
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "CreateSnapshots", "kind", "snapshotFailed", "count", 1)));
    snapshots("op-1");
    snapshots("op-2");
    var ended = AwsLab.await(() -> lab.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots(),
        all -> all.stream().noneMatch(each -> each.stateAsString().equals("pending")));
    assertThat(ended).extracting(Snapshot::stateAsString).containsExactly("error", "error", "completed", "completed");
    assertThat(ended.getFirst().stateMessage()).isNotEmpty();
  }

  private String refused(String id) {
    return code(() -> lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(id))));
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(AwsServiceException.class, call).awsErrorDetails().errorCode();
  }
}
