package dev.convoy.replication.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.replication.server.StagingSettings;

/** The replication configuration of a source server. */
public interface SettingsGateway {

  /**
   * Reads the settings as they stand.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if AWS cannot be asked now
   * @throws dev.convoy.replication.server.ReadRefusedException if it refuses for good
   */
  StagingSettings read(AccountKey account, String sourceServerId);

  /** Writes the settings; the value says nothing. */
  Answer<Boolean> write(AccountKey account, String sourceServerId, StagingSettings settings);
}
