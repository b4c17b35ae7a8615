package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;

/** What MGN knows of source servers. */
public interface KnownSourceServers {

  /**
   * True if MGN lists the id, not archived, in the account and region.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  boolean knows(AccountKey account, String sourceServerId);
}
