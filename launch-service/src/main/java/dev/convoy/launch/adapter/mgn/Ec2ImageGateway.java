package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.core.OperationId;
import dev.convoy.launch.image.ImageGateway;
import dev.convoy.launch.image.MachineImage;
import dev.convoy.launch.target.HiddenException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2 images through the AWS SDK. */
public final class Ec2ImageGateway implements ImageGateway {

  /** Most values in one filter. */
  private static final int MOST_VALUES = 200;
  private static final int MOST_IMAGES = 1000;
  private static final String OPERATION = "convoy:operation";

  private final AwsClients clients;

  public Ec2ImageGateway(AwsClients clients) {
    this.clients = clients;
  }

  /** CreateImage has no client token: the tag tells afterwards whether a call whose answer was lost was accepted. */
  @Override
  public Answer<String> create(AccountKey account, String instanceId, String name, String serverId, OperationId operation) {
    var tags = List.of(tag(OPERATION, operation.toString()), tag("convoy:server", serverId), tag("Name", name));
    return AwsCalls.change(() -> clients.ec2Writer(account).createImage(r -> r
        .instanceId(instanceId).name(name).noReboot(true)
        .description("Convoy: " + instanceId + " of " + serverId)
        .tagSpecifications(t -> t.resourceType(ResourceType.IMAGE).tags(tags),
            t -> t.resourceType(ResourceType.SNAPSHOT).tags(tags)))
        .imageId());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Override
  public Map<OperationId, List<MachineImage>> images(AccountKey account, Collection<OperationId> operations) {
    var byTag = operations.stream().distinct().collect(Collectors.toMap(OperationId::toString, Function.identity()));
    var wanted = List.copyOf(byTag.keySet());
    var found = new HashMap<OperationId, List<MachineImage>>();
    for (int i = 0; i < wanted.size(); i += MOST_VALUES) {
      read(account, wanted.subList(i, Math.min(wanted.size(), i + MOST_VALUES))).forEach(
          image -> image.tags().stream().filter(tag -> tag.key().equals(OPERATION))
              .map(tag -> byTag.get(tag.value())).filter(Objects::nonNull)
              .forEach(id -> found.computeIfAbsent(id, key -> new ArrayList<>()).add(image(image))));
    }
    return found;
  }

  private List<Image> read(AccountKey account, List<String> operations) {
    try {
      return AwsCalls.read(() -> clients.ec2Reader(account)
          .describeImagesPaginator(r -> r.owners("self").maxResults(MOST_IMAGES)
              .filters(f -> f.name("tag:" + OPERATION).values(operations)))
          .images().stream().toList());
    } catch (AwsServiceException e) {
      throw new HiddenException("DescribeImages was refused: " + AwsCalls.code(e), e);
    }
  }

  private static MachineImage image(Image image) {
    var volumes = image.blockDeviceMappings().stream().map(BlockDeviceMapping::ebs)
        .filter(volume -> volume != null && volume.snapshotId() != null).toList();
    return new MachineImage(image.imageId(), image.name() == null ? "" : image.name(),
        image.stateAsString() == null ? "pending" : image.stateAsString(),
        image.stateReason() == null || image.stateReason().message() == null ? "" : image.stateReason().message(),
        volumes.stream().map(EbsBlockDevice::snapshotId).toList(),
        !volumes.isEmpty() && volumes.stream().allMatch(volume -> Boolean.TRUE.equals(volume.encrypted())));
  }
}
