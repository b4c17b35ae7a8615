package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;
import java.util.Map;
import java.util.Optional;

/** What MGN knows of source servers. */
public interface KnownSourceServers {

  /**
   * A source server that is not archived.
   *
   * @param userProvidedId what its installer was told; empty = nothing
   * @param hostname as its agent says; empty = it says none
   * @param connected false once MGN has cut its agent off
   */
  record Listed(String id, String userProvidedId, String hostname, boolean connected) {}

  /**
   * True if MGN lists the id, not archived, in the account and region.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  boolean knows(AccountKey account, String sourceServerId);

  /**
   * What MGN lists under the id in the account and region; empty if it does not, or as archived.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  Optional<Listed> listed(AccountKey account, String sourceServerId);

  /**
   * What MGN lists under an id of ours in the account and region. MGN has no filter for it: all its source servers are read.
   *
   * @return empty if it lists none, or several
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  Optional<Listed> listedFor(AccountKey account, String userProvidedId);

  /**
   * Disks that MGN replicates of a source server, by device name with their size in bytes; empty if it names none.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId);
}
