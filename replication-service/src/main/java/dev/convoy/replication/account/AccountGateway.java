package dev.convoy.replication.account;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.replication.server.StagingSettings;

/** MGN of an account and region. */
public interface AccountGateway {

  /**
   * Reads how the account stands.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if AWS cannot be asked now
   * @throws dev.convoy.replication.server.ReadRefusedException if it refuses for good
   */
  AccountView view(AccountKey account);

  /** Initializes MGN: creates its service-linked role. The value says nothing. */
  Answer<Boolean> initialize(AccountKey account);

  /** Creates the replication configuration template; answers with what it says now. */
  Answer<StagingSettings> createTemplate(AccountKey account, StagingSettings settings);
}
