package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.MachineImage;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.VolumeSnapshot;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Copies of images, into the region that is called from that one or another of the same account. */
public final class ImageCopyOperations {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What EC2 shows as the volume of a snapshot that was copied. */
  private static final String NO_VOLUME = "vol-ffffffff";

  private record Source(MachineImage image, String state, List<VolumeSnapshot> snapshots) {}

  private final Cloud cloud;

  public ImageCopyOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(Operation.ec2("CopyImage", true, this::copy));
  }

  private Xml copy(Call call) {
    List.of("Name", "SourceImageId", "SourceRegion").forEach(name -> need(call, name));
    ImageOperations.checkName(call, call.query().get("Name"));
    if (call.query().has("KmsKeyId") && !call.query().get("Encrypted").equals("true")) {
      throw AwsError.of(400, "InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");
    }
    var source = source(call);
    if (!source.state().equals("available")) {
      throw AwsError.of(400, "InvalidRequest", "Image " + source.image().id() + " is not available for copying");
    }
    return Ec2Xml.answer(call, Xml.leaf("imageId", copied(call, source).id()));
  }

  private static void need(Call call, String parameter) {
    if (call.query().get(parameter).isEmpty()) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter " + parameter);
    }
  }

  private Source source(Call call) {
    var from = call.query().get("SourceRegion");
    if (!from.matches("[a-z]{2}(-[a-z]+){1,3}-\\d")) {
      throw AwsError.of(400, "InvalidParameterValue", "Invalid source region: " + from);
    }
    var id = call.query().get("SourceImageId");
    return from.equals(call.region().name()) ? found(call.region(), id, call.now())
        : cloud.region(call.region().account(), from).lockedWithin(PATIENCE, now ->
            found(cloud.region(call.region().account(), from), id, now))
            .orElseThrow(() -> AwsError.of(503, "Unavailable", "The server is overloaded and can't handle the request."));
  }

  private static Source found(Region region, String id, Instant now) {
    var image = region.estate().images().get(id);
    if (image == null) {
      throw AwsError.of(400, "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    return new Source(image, image.state(now),
        image.snapshotIds().stream().map(region::volumeSnapshot).filter(Objects::nonNull).toList());
  }

  /** Tags are copied only where the request says so. */
  private static MachineImage copied(Call call, Source source) {
    var region = call.region();
    var ends = call.now().plus(region.time().onWall(region.time().durations().volumeSnapshot()));
    var id = region.ids().next("ami-");
    var tags = new LinkedHashMap<String, String>();
    if (call.query().get("CopyImageTags").equals("true")) {
      tags.putAll(source.image().tags());
    }
    tags.putAll(ImageOperations.tags(call, "image"));
    var snapshots = source.snapshots().stream().map(each -> snapshot(call, each, id, source.image(), ends)).toList();
    var image = new MachineImage(region.nextSequence(), id, call.query().get("Name"), call.query().get("Description"),
        source.image().instanceId(), snapshots, tags, call.now(), ends, false);
    region.estate().images().put(id, image);
    return image;
  }

  private static String snapshot(Call call, VolumeSnapshot of, String into, MachineImage from, Instant ends) {
    var region = call.region();
    Map<String, String> tags = ImageOperations.tags(call, "snapshot");
    var copy = new VolumeSnapshot(region.nextSequence(), region.ids().next("snap-"), NO_VOLUME, of.gib(),
        "Copied for DestinationAmi " + into + " from SourceAmi " + from.id() + " for SourceSnapshot " + of.id(), tags, call.now(),
        ends, false, of.writes());
    region.add(copy);
    return copy.id();
  }
}
