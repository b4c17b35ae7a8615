package dev.convoy.replication.follow;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.replication.server.Sighting;
import java.util.Map;
import java.util.Set;

/** The source servers of an account and region. */
public interface SourceServers {

  /**
   * Looks at many servers with as few calls as possible. Archived servers and servers that MGN does not list are
   * missing from the answer.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if AWS cannot be asked now
   * @throws dev.convoy.replication.server.ReadRefusedException if it refuses for good
   */
  Map<String, Sighting> read(AccountKey account, Set<String> sourceServerIds);

  /** Starts replication from {@code STOPPED}; the value says nothing. */
  Answer<Boolean> start(AccountKey account, String sourceServerId);

  /** Asks MGN to retry a stalled replication; the value says nothing. */
  Answer<Boolean> retry(AccountKey account, String sourceServerId);
}
