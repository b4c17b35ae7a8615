package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.mgn.model.SourceServer;

/** Asks MGN. */
public final class MgnSourceServers implements KnownSourceServers {

  private final AwsClients clients;

  public MgnSourceServers(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public boolean knows(AccountKey account, String sourceServerId) {
    return find(account, sourceServerId).isPresent();
  }

  @Override
  public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
    var disks = new LinkedHashMap<String, Long>();
    find(account, sourceServerId).map(SourceServer::dataReplicationInfo).ifPresent(replication ->
        replication.replicatedDisks().stream().filter(disk -> disk.deviceName() != null).forEach(disk ->
            disks.put(disk.deviceName(), disk.totalStorageBytes() == null ? 0 : disk.totalStorageBytes())));
    return disks;
  }

  private Optional<SourceServer> find(AccountKey account, String sourceServerId) {
    var answer = AwsCalls.read(() -> clients.mgnReader(account).describeSourceServers(
        request -> request.filters(filters -> filters.sourceServerIDs(sourceServerId).isArchived(false))));
    return answer.items().stream().filter(server -> sourceServerId.equals(server.sourceServerID())).findFirst();
  }
}
