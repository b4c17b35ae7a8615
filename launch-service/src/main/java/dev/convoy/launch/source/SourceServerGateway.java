package dev.convoy.launch.source;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import java.util.Collection;
import java.util.Map;

/** Source servers: many are read at once, one is changed at a time, as MGN has it. */
public interface SourceServerGateway {

  /**
   * Reads source servers, archived ones too.
   *
   * @return by id; an id that MGN does not know is missing
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  Map<String, SourceServer> describe(AccountKey account, Collection<String> ids);

  /** ChangeServerLifeCycleState to READY_FOR_TEST or READY_FOR_CUTOVER; refused if the server is not launchable. */
  Answer<String> changeLifecycle(AccountKey account, String id, String state);

  /** FinalizeCutover: ends replication, there is no way back. */
  Answer<String> finalizeCutover(AccountKey account, String id);

  /** MarkAsArchived; legal from CUTOVER and DISCONNECTED only. */
  Answer<String> archive(AccountKey account, String id);
}
