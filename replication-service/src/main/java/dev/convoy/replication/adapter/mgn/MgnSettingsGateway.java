package dev.convoy.replication.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.server.StagingSettings;
import dev.convoy.replication.settings.SettingsGateway;

/** {@link SettingsGateway} on MGN. */
public final class MgnSettingsGateway implements SettingsGateway {

  private final AwsClients clients;

  public MgnSettingsGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public StagingSettings read(AccountKey account, String sourceServerId) {
    return MgnStaging.read(MgnReads.read(() -> clients.mgnReader(account)
        .getReplicationConfiguration(request -> request.sourceServerID(sourceServerId))));
  }

  @Override
  public Answer<Boolean> write(AccountKey account, String sourceServerId, StagingSettings settings) {
    return AwsCalls.change(() -> {
      clients.mgnWriter(account).updateReplicationConfiguration(MgnStaging.update(sourceServerId, settings));
      return true;
    });
  }
}
