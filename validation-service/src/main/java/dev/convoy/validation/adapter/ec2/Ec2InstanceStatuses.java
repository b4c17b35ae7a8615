package dev.convoy.validation.adapter.ec2;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.validation.checks.InstanceStatus;
import dev.convoy.validation.checks.InstanceStatuses;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/** {@link InstanceStatuses} on EC2: {@code DescribeInstanceStatus}, stopped instances included. */
public final class Ec2InstanceStatuses implements InstanceStatuses {

  private static final int IDS_PER_CALL = 100;
  private static final Duration REFUSED_WAIT = Duration.ofSeconds(30);

  private final AwsClients clients;

  public Ec2InstanceStatuses(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, InstanceStatus> read(AccountKey account, Set<String> instanceIds) {
    var seen = new HashMap<String, InstanceStatus>();
    var ids = instanceIds.stream().sorted().toList();
    for (int i = 0; i < ids.size(); i += IDS_PER_CALL) {
      read(account, ids.subList(i, Math.min(ids.size(), i + IDS_PER_CALL)), seen);
    }
    return seen;
  }

  /** EC2 refuses the whole call for one unknown id; then each half is asked on its own. */
  private void read(AccountKey account, List<String> ids, Map<String, InstanceStatus> seen) {
    try {
      AwsCalls.read(() -> clients.ec2Reader(account)
          .describeInstanceStatus(request -> request.instanceIds(ids).includeAllInstances(true)))
          .instanceStatuses().forEach(s -> seen.put(s.instanceId(), new InstanceStatus(
              s.instanceState().nameAsString(), word(s.systemStatus()), word(s.instanceStatus()))));
    } catch (AwsServiceException e) {
      if (!"InvalidInstanceID.NotFound".equals(AwsCalls.code(e))) {
        throw new UnreachableException("EC2 refuses to be read: " + e.getMessage(), REFUSED_WAIT, e);
      }
      if (ids.size() > 1) {
        read(account, ids.subList(0, ids.size() / 2), seen);
        read(account, ids.subList(ids.size() / 2, ids.size()), seen);
      }
    }
  }

  private static String word(InstanceStatusSummary status) {
    return status == null ? "unknown" : status.statusAsString();
  }
}
