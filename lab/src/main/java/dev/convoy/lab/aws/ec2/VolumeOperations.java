package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Volumes;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading the volumes of instances, and deleting snapshots of them. */
public final class VolumeOperations {

  private record Attached(Instance instance, Volumes.Volume volume) {}

  private static final Ec2Filters<Attached> FILTERS = new Ec2Filters<Attached>()
      .on("volume-id", each -> each.volume().id())
      .on("attachment.instance-id", each -> each.instance().id())
      .on("attachment.device", each -> each.volume().deviceName())
      .on("status", each -> "in-use");

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeVolumes", false, this::describe),
        Operation.ec2("DeleteSnapshot", true, this::delete));
  }

  private Xml describe(Call call) {
    var all = call.region().instances().stream().flatMap(instance ->
        Volumes.of(call.region(), instance).stream().map(volume -> new Attached(instance, volume))).toList();
    var ids = call.query().list("VolumeId");
    ids.stream().filter(id -> all.stream().noneMatch(each -> each.volume().id().equals(id))).findFirst().ifPresent(id -> {
      throw AwsError.of(400, "InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
    });
    var filter = FILTERS.of(call.query());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> ids.isEmpty() || ids.contains(all.get(i).volume().id()))
        .filter(i -> filter.test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "volumeSet", i -> view(call, all.get(i)));
  }

  private static Xml view(Call call, Attached each) {
    var launched = each.instance().launch().launchedAt();
    return Xml.node("item",
        Xml.leaf("volumeId", each.volume().id()),
        Xml.leaf("size", each.volume().gib()),
        Xml.leaf("availabilityZone", call.region().name() + "a"),
        Xml.leaf("status", "in-use"),
        Xml.leaf("createTime", launched),
        Xml.leaf("volumeType", "gp3"),
        Xml.leaf("encrypted", false),
        Xml.leaf("multiAttachEnabled", false),
        Xml.node("attachmentSet", Xml.node("item",
            Xml.leaf("volumeId", each.volume().id()),
            Xml.leaf("instanceId", each.instance().id()),
            Xml.leaf("device", each.volume().deviceName()),
            Xml.leaf("status", "attached"),
            Xml.leaf("attachTime", launched),
            Xml.leaf("deleteOnTermination", true))));
  }

  private Xml delete(Call call) {
    var id = call.query().get("SnapshotId");
    if (call.region().volumeSnapshot(id) == null) {
      throw AwsError.of(400, "InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
    }
    call.region().estate().images().values().stream().filter(image -> image.snapshotIds().contains(id)).findFirst()
        .ifPresent(image -> {
          throw AwsError.of(400, "InvalidSnapshot.InUse", "The snapshot " + id + " is currently in use by " + image.id());
        });
    call.region().deleteVolumeSnapshot(id);
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }
}
