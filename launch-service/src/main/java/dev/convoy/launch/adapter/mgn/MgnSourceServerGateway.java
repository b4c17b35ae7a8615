package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.mgn.model.ChangeServerLifeCycleStateSourceServerLifecycleState;

/** MGN's source servers through the AWS SDK. */
public final class MgnSourceServerGateway implements SourceServerGateway {

  /** Most ids in one filter. */
  private static final int MOST_IDS = 200;

  private final AwsClients clients;

  public MgnSourceServerGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, SourceServer> describe(AccountKey account, Collection<String> ids) {
    var found = read(account, List.copyOf(ids), false);
    var missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
    found.putAll(read(account, missing, true));
    return found;
  }

  /** Whether archived servers are hidden when the filter is left out is not documented, so it is always set. */
  private Map<String, SourceServer> read(AccountKey account, List<String> ids, boolean archived) {
    var found = new HashMap<String, SourceServer>();
    var wanted = new ArrayList<>(ids);
    for (int i = 0; i < wanted.size(); i += MOST_IDS) {
      var some = wanted.subList(i, Math.min(wanted.size(), i + MOST_IDS));
      AwsCalls.read(() -> clients.mgnReader(account)
          .describeSourceServersPaginator(r -> r.filters(f -> f.sourceServerIDs(some).isArchived(archived))
              .maxResults(MOST_IDS))
          .items().stream().map(MgnSourceServerGateway::server).toList())
          .forEach(server -> found.put(server.id(), server));
    }
    return found;
  }

  private static SourceServer server(software.amazon.awssdk.services.mgn.model.SourceServer server) {
    var launched = server.launchedInstance();
    var replication = server.dataReplicationInfo();
    var lifecycle = server.lifeCycle();
    return new SourceServer(
        server.sourceServerID(),
        lifecycle == null || lifecycle.stateAsString() == null ? "" : lifecycle.stateAsString(),
        Boolean.TRUE.equals(server.isArchived()),
        replication != null && replication.lagDuration() != null,
        launched == null ? null : launched.ec2InstanceID(),
        launched == null || launched.firstBootAsString() == null ? "" : launched.firstBootAsString());
  }

  @Override
  public Answer<String> changeLifecycle(AccountKey account, String id, String state) {
    var to = ChangeServerLifeCycleStateSourceServerLifecycleState.fromValue(state);
    return AwsCalls.change(() -> clients.mgnWriter(account)
        .changeServerLifeCycleState(r -> r.sourceServerID(id).lifeCycle(l -> l.state(to))).sourceServerID());
  }

  @Override
  public Answer<String> finalizeCutover(AccountKey account, String id) {
    return AwsCalls.change(() -> clients.mgnWriter(account).finalizeCutover(r -> r.sourceServerID(id))
        .sourceServerID());
  }

  @Override
  public Answer<String> archive(AccountKey account, String id) {
    return AwsCalls.change(() -> clients.mgnWriter(account).markAsArchived(r -> r.sourceServerID(id))
        .sourceServerID());
  }
}
