package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;

/** EC2 instances through the AWS SDK. */
public final class Ec2TargetGateway implements TargetGateway {

  /** Most values in one filter. */
  private static final int MOST_IDS = 200;

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
        instance.securityGroups().stream().map(GroupIdentifier::groupId).collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Answer<String> stop(AccountKey account, Collection<String> ids) {
    return AwsCalls.change(() -> {
      clients.ec2Writer(account).stopInstances(r -> r.instanceIds(List.copyOf(ids)));
      return String.join(",", ids);
    });
  }
}
