package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.VolumeSnapshot;
import dev.convoy.lab.aws.cloud.Volumes;
import dev.convoy.lab.aws.cloud.Volumes.Volume;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Snapshots of the volumes of an instance. */
public final class SnapshotOperations {

  private final Faults faults;

  /** @param faults decide which snapshots end in error */
  public SnapshotOperations(Faults faults) {
    this.faults = faults;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("CreateSnapshots", true, this::create),
        Operation.ec2("DescribeSnapshots", false, this::describe));
  }

  /** All volumes at one moment; if one of them is to fail, the whole set does. */
  private Xml create(Call call) {
    var id = call.query().get("InstanceSpecification.InstanceId");
    if (id.isEmpty()) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter InstanceSpecification");
    }
    var instance = InstanceOperations.named(call, List.of(id)).getFirst();
    var volumes = chosen(call, instance);
    if (volumes.isEmpty()) {
      throw AwsError.of(400, "InvalidParameterCombination", "No volumes of '" + id + "' are left to snapshot");
    }
    var server = call.region().server(instance.launch().serverId());
    var fails = server != null && faults.befalls(FaultRule.Kind.SNAPSHOT_FAILED, call, server);
    var snapshots = volumes.stream().map(volume -> snapshot(call, instance, volume, fails)).toList();
    snapshots.forEach(call.region()::add);
    return Ec2Xml.answer(call, Xml.node("snapshotSet",
        snapshots.stream().map(snapshot -> view(call, snapshot, "state")).toList()));
  }

  private static List<Volume> chosen(Call call, Instance instance) {
    var all = Volumes.of(call.region(), instance);
    var without = call.query().list("InstanceSpecification.ExcludeDataVolumeId");
    var boot = !call.query().get("InstanceSpecification.ExcludeBootVolume").equals("true");
    return all.stream().filter(volume -> !without.contains(volume.id()) && (boot || volume != all.getFirst())).toList();
  }

  private static VolumeSnapshot snapshot(Call call, Instance instance, Volume volume, boolean fails) {
    var region = call.region();
    return new VolumeSnapshot(region.nextSequence(), region.ids().next("snap-"), volume.id(), volume.gib(),
        call.query().get("Description"), new LinkedHashMap<>(tags(call)), call.now(),
        call.now().plus(region.time().onWall(region.time().durations().volumeSnapshot())), fails, instance.written());
  }

  private static Map<String, String> tags(Call call) {
    call.query().tree("TagSpecification").valueStream().map(each -> each.path("ResourceType").asString(""))
        .filter(type -> !type.equals("snapshot")).findFirst().ifPresent(type -> {
          throw AwsError.of(400, "InvalidParameterValue",
              "'" + type + "' is not a valid taggable resource type for this operation.");
        });
    return call.tagged();
  }

  private Xml describe(Call call) {
    var owners = call.query().list("Owner");
    var own = owners.isEmpty() || owners.contains("self") || owners.contains(call.region().account());
    var snapshots = own ? named(call).filter(filters(call).of(call.query())) : Stream.<VolumeSnapshot>empty();
    return Ec2Xml.page(call, snapshots, VolumeSnapshot::sequence, "snapshotSet",
        snapshot -> view(call, snapshot, "status"));
  }

  private static Stream<VolumeSnapshot> named(Call call) {
    var ids = call.query().list("SnapshotId");
    ids.stream().filter(id -> call.region().volumeSnapshot(id) == null).findFirst().ifPresent(id -> {
      throw AwsError.of(400, "InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
    });
    return call.region().volumeSnapshots().stream().filter(each -> ids.isEmpty() || ids.contains(each.id()));
  }

  private static Ec2Filters<VolumeSnapshot> filters(Call call) {
    return new Ec2Filters<VolumeSnapshot>()
        .on("snapshot-id", VolumeSnapshot::id)
        .on("volume-id", VolumeSnapshot::volumeId)
        .on("owner-id", each -> call.region().account())
        .on("description", VolumeSnapshot::description)
        .on("status", each -> each.state(call.now()))
        .onTags(VolumeSnapshot::tags);
  }

  /** @param state what EC2 calls the state in this answer: it differs */
  private static Xml view(Call call, VolumeSnapshot snapshot, String state) {
    var now = snapshot.state(call.now());
    var members = new ArrayList<>(List.of(
        Xml.leaf("snapshotId", snapshot.id()),
        Xml.leaf("volumeId", snapshot.volumeId()),
        Xml.leaf(state, now),
        Xml.leaf("startTime", snapshot.startedAt()),
        Xml.leaf("progress", now.equals("completed") ? "100%" : ""),
        Xml.leaf("ownerId", call.region().account()),
        Xml.leaf("volumeSize", snapshot.gib()),
        Xml.leaf("description", snapshot.description()),
        Xml.leaf("encrypted", false),
        Ec2Xml.tags(snapshot.tags())));
    if (now.equals("error")) {
      members.add(Xml.leaf("statusMessage", "The snapshot could not be copied"));
    }
    return Xml.node("item", members);
  }
}
