package dev.convoy.replication.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.account.AccountGateway;
import dev.convoy.replication.account.AccountView;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.StagingSettings;

/** {@link AccountGateway} on MGN. */
public final class MgnAccountGateway implements AccountGateway {

  private final AwsClients clients;

  public MgnAccountGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public AccountView view(AccountKey account) {
    try {
      var templates = MgnReads.read(() -> clients.mgnReader(account)
          .describeReplicationConfigurationTemplates(request -> request.maxResults(1000)).items());
      return switch (templates.size()) {
        case 0 -> new AccountView.WithoutTemplate();
        case 1 -> new AccountView.WithTemplate(MgnStaging.read(templates.getFirst()));
        default -> new AccountView.WithSeveralTemplates(templates.size());
      };
    } catch (ReadRefusedException e) {
      if ("UninitializedAccountException".equals(e.code())) {
        return new AccountView.Uninitialized();
      }
      throw e;
    }
  }

  @Override
  public Answer<Boolean> initialize(AccountKey account) {
    return AwsCalls.change(() -> {
      clients.mgnWriter(account).initializeService(request -> {});
      return true;
    });
  }

  @Override
  public Answer<StagingSettings> createTemplate(AccountKey account, StagingSettings settings) {
    return AwsCalls.change(() -> MgnStaging.read(
        clients.mgnWriter(account).createReplicationConfigurationTemplate(MgnStaging.template(settings))));
  }
}
