package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.MachineImage;
import dev.convoy.lab.aws.cloud.VolumeSnapshot;
import dev.convoy.lab.aws.cloud.Volumes;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Images made of instances, each with a snapshot of every volume. */
public final class ImageOperations {

  private final Faults faults;

  /** @param faults decide which images fail */
  public ImageOperations(Faults faults) {
    this.faults = faults;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("CreateImage", true, this::create),
        Operation.ec2("DescribeImages", false, this::describe),
        Operation.ec2("DeregisterImage", true, this::deregister));
  }

  /** The instance restarts for it unless NoReboot is asked for. */
  private Xml create(Call call) {
    var instance = InstanceOperations.named(call, List.of(call.query().get("InstanceId"))).getFirst();
    if (!Set.of(Instance.State.RUNNING, Instance.State.STOPPED).contains(instance.state())) {
      throw AwsError.of(400, "IncorrectState", "The instance '" + instance.id() + "' is not in the 'running' or 'stopped' state.");
    }
    checkName(call, call.query().get("Name"));
    var region = call.region();
    var ends = call.now().plus(region.time().onWall(region.time().durations().volumeSnapshot()));
    var server = region.server(instance.launch().serverId());
    var fails = server != null && faults.befalls(FaultRule.Kind.SNAPSHOT_FAILED, call, server);
    var image = new MachineImage(region.nextSequence(), region.ids().next("ami-"), call.query().get("Name"),
        call.query().get("Description"), instance.id(),
        Volumes.of(region, instance).stream().map(volume -> snapshot(call, volume, instance, fails)).toList(),
        tags(call, "image"), call.now(), ends, fails);
    region.estate().images().put(image.id(), image);
    if (!call.query().get("NoReboot").equals("true")) {
      instance.reboot(call.now(), region.time());
      region.moved(instance);
    }
    return Ec2Xml.answer(call, Xml.leaf("imageId", image.id()));
  }

  /** @throws AwsError if it is malformed, or that of another image */
  static void checkName(Call call, String name) {
    if (!name.matches("[a-zA-Z0-9()\\[\\] ./'@_-]{3,128}")) {
      throw AwsError.of(400, "InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long, and may contain"
          + " letters, numbers, '(', ')', '.', '-', '/' and '_'");
    }
    call.region().estate().images().values().stream().filter(each -> each.name().equals(name)).findFirst().ifPresent(each -> {
      throw AwsError.of(400, "InvalidAMIName.Duplicate", "AMI name " + name + " is already in use by AMI " + each.id());
    });
  }

  private static String snapshot(Call call, Volumes.Volume volume, Instance instance, boolean fails) {
    var region = call.region();
    var snapshot = new VolumeSnapshot(region.nextSequence(), region.ids().next("snap-"), volume.id(), volume.gib(),
        "Created by CreateImage(" + instance.id() + ")", tags(call, "snapshot"), call.now(),
        call.now().plus(region.time().onWall(region.time().durations().volumeSnapshot())), fails, instance.written());
    region.add(snapshot);
    return snapshot.id();
  }

  /** Tags that the request gives to what it makes of a type. */
  static Map<String, String> tags(Call call, String type) {
    var tags = new LinkedHashMap<String, String>();
    call.query().tree("TagSpecification").valueStream().filter(each -> each.path("ResourceType").asString("").equals(type))
        .map(each -> each.path("Tag")).flatMap(JsonNode::valueStream)
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  private Xml describe(Call call) {
    var ids = call.query().list("ImageId");
    ids.forEach(id -> find(call, id));
    var owners = call.query().list("Owner");
    var own = owners.isEmpty() || owners.contains("self") || owners.contains(call.region().account());
    var filter = new Ec2Filters<MachineImage>()
        .on("image-id", MachineImage::id)
        .on("name", MachineImage::name)
        .on("owner-id", each -> call.region().account())
        .on("state", each -> each.state(call.now()))
        .onTags(MachineImage::tags).of(call.query());
    var chosen = call.region().estate().images().values().stream()
        .filter(each -> own && (ids.isEmpty() || ids.contains(each.id()))).filter(filter);
    return Ec2Xml.page(call, chosen, MachineImage::sequence, "imagesSet", each -> view(call, each));
  }

  private static Xml view(Call call, MachineImage image) {
    var account = call.region().account();
    var shown = new ArrayList<Xml>(List.of(
        Xml.leaf("imageId", image.id()),
        Xml.leaf("imageLocation", account + "/" + image.name()),
        Xml.leaf("imageState", image.state(call.now())),
        Xml.leaf("imageOwnerId", account),
        Xml.leaf("creationDate", image.createdAt()),
        Xml.leaf("isPublic", false),
        Xml.leaf("architecture", "x86_64"),
        Xml.leaf("imageType", "machine"),
        Xml.leaf("name", image.name()),
        Xml.leaf("description", image.description()),
        Xml.leaf("sourceInstanceId", image.instanceId()),
        Xml.leaf("rootDeviceType", "ebs"),
        Xml.leaf("rootDeviceName", "/dev/sda1"),
        Xml.leaf("virtualizationType", "hvm"),
        Xml.node("blockDeviceMapping", volumes(call, image)),
        Ec2Xml.tags(image.tags())));
    if (image.state(call.now()).equals("failed")) {
      shown.add(Xml.node("stateReason", Xml.leaf("code", "Client.InternalError"), Xml.leaf("message", "Client error on snapshot")));
    }
    return Xml.node("item", shown);
  }

  private static List<Xml> volumes(Call call, MachineImage image) {
    var snapshots = image.snapshotIds().stream().map(call.region()::volumeSnapshot).filter(Objects::nonNull).toList();
    return IntStream.range(0, snapshots.size()).mapToObj(i -> Xml.node("item",
        Xml.leaf("deviceName", i == 0 ? "/dev/sda1" : "/dev/sd" + (char) ('a' + i)),
        Xml.node("ebs", Xml.leaf("snapshotId", snapshots.get(i).id()), Xml.leaf("volumeSize", snapshots.get(i).gib()),
            Xml.leaf("deleteOnTermination", true), Xml.leaf("encrypted", false)))).toList();
  }

  /** Its snapshots stay. */
  private Xml deregister(Call call) {
    call.region().estate().images().remove(find(call, call.query().get("ImageId")).id());
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }

  private static MachineImage find(Call call, String id) {
    var image = call.region().estate().images().get(id);
    if (image == null) {
      throw AwsError.of(400, "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    return image;
  }
}
