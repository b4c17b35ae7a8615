package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;
import java.util.Map;

/** What MGN knows of source servers. */
public interface KnownSourceServers {

  /**
   * True if MGN lists the id, not archived, in the account and region.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  boolean knows(AccountKey account, String sourceServerId);

  /**
   * Disks that MGN replicates of a source server, by device name with their size in bytes; empty if it names none.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId);
}
