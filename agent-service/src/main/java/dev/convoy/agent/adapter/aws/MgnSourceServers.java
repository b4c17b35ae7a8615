package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;

/** Asks MGN. */
public final class MgnSourceServers implements KnownSourceServers {

  private final AwsClients clients;

  public MgnSourceServers(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public boolean knows(AccountKey account, String sourceServerId) {
    var answer = AwsCalls.read(() -> clients.mgnReader(account).describeSourceServers(
        request -> request.filters(filters -> filters.sourceServerIDs(sourceServerId).isArchived(false))));
    return answer.items().stream().anyMatch(server -> sourceServerId.equals(server.sourceServerID()));
  }
}
