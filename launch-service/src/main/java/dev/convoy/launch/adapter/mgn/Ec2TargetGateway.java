package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.core.OperationId;
import dev.convoy.launch.target.HiddenException;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.target.TargetSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.EbsInstanceBlockDevice;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotInfo;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2 instances through the AWS SDK. */
public final class Ec2TargetGateway implements TargetGateway {

  /** Most values in one filter. */
  private static final int MOST_IDS = 200;
  private static final int MOST_SNAPSHOTS = 1000;
  private static final String OPERATION = "convoy:operation";

  private final AwsClients clients;

  public Ec2TargetGateway(AwsClients clients) {
    this.clients = clients;
  }

  /** By filter, because one unknown id among InstanceIds would refuse the whole call. */
  @Override
  public Map<String, TargetInstance> describe(AccountKey account, Collection<String> ids) {
    var found = new HashMap<String, TargetInstance>();
    var wanted = new ArrayList<>(ids);
    for (int i = 0; i < wanted.size(); i += MOST_IDS) {
      var some = wanted.subList(i, Math.min(wanted.size(), i + MOST_IDS));
      AwsCalls.read(() -> clients.ec2Reader(account)
          .describeInstancesPaginator(r -> r.filters(f -> f.name("instance-id").values(some)))
          .reservations().stream().flatMap(reservation -> reservation.instances().stream())
          .map(Ec2TargetGateway::instance).toList())
          .forEach(instance -> found.put(instance.id(), instance));
    }
    return found;
  }

  private static TargetInstance instance(Instance instance) {
    return new TargetInstance(
        instance.instanceId(),
        instance.state() == null ? "pending" : instance.state().nameAsString(),
        instance.privateIpAddress() == null ? "" : instance.privateIpAddress(),
        instance.subnetId() == null ? "" : instance.subnetId(),
        instance.securityGroups().stream().map(GroupIdentifier::groupId).collect(Collectors.toUnmodifiableSet()),
        instance.blockDeviceMappings().stream().map(InstanceBlockDeviceMapping::ebs).filter(Objects::nonNull)
            .map(EbsInstanceBlockDevice::volumeId).collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Answer<String> stop(AccountKey account, Collection<String> ids) {
    return AwsCalls.change(() -> {
      clients.ec2Writer(account).stopInstances(r -> r.instanceIds(List.copyOf(ids)));
      return String.join(",", ids);
    });
  }

  /** CreateSnapshots has no client token: the tag tells afterwards whether a call whose answer was lost was accepted. */
  @Override
  public Answer<List<String>> snapshot(AccountKey account, String instanceId, String serverId, OperationId operation) {
    var tags = List.of(tag(OPERATION, operation.toString()), tag("convoy:server", serverId),
        tag("Name", serverId + " before rollback"));
    return AwsCalls.change(() -> clients.ec2Writer(account).createSnapshots(r -> r
        .instanceSpecification(i -> i.instanceId(instanceId).excludeBootVolume(false))
        .description("Convoy: " + instanceId + " before the rollback of " + serverId)
        .tagSpecifications(t -> t.resourceType(ResourceType.SNAPSHOT).tags(tags)))
        .snapshots().stream().map(SnapshotInfo::snapshotId).toList());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Override
  public Map<OperationId, List<TargetSnapshot>> snapshots(
      AccountKey account, Collection<OperationId> operations) {
    var byTag = operations.stream().distinct().collect(Collectors.toMap(OperationId::toString, Function.identity()));
    var wanted = List.copyOf(byTag.keySet());
    var found = new HashMap<OperationId, List<TargetSnapshot>>();
    for (int i = 0; i < wanted.size(); i += MOST_IDS) {
      read(account, wanted.subList(i, Math.min(wanted.size(), i + MOST_IDS))).forEach(
          snapshot -> snapshot.tags().stream().filter(tag -> tag.key().equals(OPERATION))
              .map(tag -> byTag.get(tag.value())).filter(Objects::nonNull)
              .forEach(id -> found.computeIfAbsent(id, key -> new ArrayList<>()).add(snapshot(snapshot))));
    }
    return found;
  }

  private List<Snapshot> read(AccountKey account, List<String> operations) {
    try {
      return AwsCalls.read(() -> clients.ec2Reader(account)
          .describeSnapshotsPaginator(r -> r.ownerIds("self").maxResults(MOST_SNAPSHOTS)
              .filters(f -> f.name("tag:" + OPERATION).values(operations)))
          .snapshots().stream().toList());
    } catch (AwsServiceException e) {
      throw new HiddenException("DescribeSnapshots was refused: " + AwsCalls.code(e), e);
    }
  }

  private static TargetSnapshot snapshot(Snapshot snapshot) {
    return new TargetSnapshot(snapshot.snapshotId(), snapshot.volumeId(),
        snapshot.stateAsString() == null ? "pending" : snapshot.stateAsString(),
        snapshot.stateMessage() == null ? "" : snapshot.stateMessage());
  }
}
