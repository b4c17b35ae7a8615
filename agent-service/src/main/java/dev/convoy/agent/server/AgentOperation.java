package dev.convoy.agent.server;

import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What agent-service wants done on source hosts. */
public sealed interface AgentOperation extends Operation {

  SourceHost source();

  /**
   * Ask the host everything at once; alters nothing.
   *
   * @param bound source server that it is said to be; null = none
   */
  record CheckPrerequisites(OperationHeader header, SourceHost source, AccountKey account, @Nullable String bound)
      implements AgentOperation {

    /** Of a server that is bound to nothing. */
    public CheckPrerequisites(OperationHeader header, SourceHost source, AccountKey account) {
      this(header, source, account, null);
    }
  }

  /** See that the agent on the host is that of the source server which the server is said to be; alters nothing. */
  record AdoptAgent(OperationHeader header, SourceHost source, AccountKey account, String sourceServerId)
      implements AgentOperation {}

  /**
   * Install the agent without starting replication.
   *
   * @param sourceServerId what it is bound to, so that it is installed again over the old one; null = the first time
   * @param replicating replication was started before, and goes on
   */
  record InstallAgent(
      OperationHeader header, SourceHost source, AccountKey account, @Nullable String sourceServerId, boolean replicating)
      implements AgentOperation {

    /** The first time. */
    public InstallAgent(OperationHeader header, SourceHost source, AccountKey account) {
      this(header, source, account, null, false);
    }
  }

  /** Copy the scripts that are run after a launch to where MGN looks for them, and take away what is not to be there any more. */
  record CopyScripts(OperationHeader header, SourceHost source, String environment) implements AgentOperation {}

  /** Remove the agent from a server that has left. */
  record RemoveAgent(OperationHeader header, SourceHost source) implements AgentOperation {}

  /**
   * Open the break-glass account, or give it another time.
   *
   * @param until when it is to be closed
   * @param order what the host compares: a closing that was asked later is not undone
   */
  record OpenBreakGlass(OperationHeader header, SourceHost source, Instant until, long order) implements AgentOperation {}

  /**
   * Close the break-glass account, and see that it is gone.
   *
   * @param order what the host compares
   */
  record CloseBreakGlass(OperationHeader header, SourceHost source, long order) implements AgentOperation {}

  /** Look at the host once more before its quiesce, and at what replication holds of it; alters nothing. */
  record ProfileSource(OperationHeader header, SourceHost source, AccountKey account, String sourceServerId)
      implements AgentOperation {}

  /** Stop application writes by the server's runbook. */
  record Quiesce(OperationHeader header, SourceHost source) implements AgentOperation {}

  /** Let the applications write again by the server's runbook. */
  record Resume(OperationHeader header, SourceHost source) implements AgentOperation {}

  /**
   * Shut the host down and see that it is off.
   *
   * @param asked the host was told: only then is its silence a sign
   */
  record ShutDownSource(OperationHeader header, SourceHost source, boolean asked) implements AgentOperation {}

  /**
   * See whether a host that was shut down stays off; alters nothing.
   *
   * @param awake it was seen to answer, so it is watched for being off again
   */
  record WatchSource(OperationHeader header, SourceHost source, boolean awake) implements AgentOperation {}

  /**
   * Run the hook that powers the host on, once.
   *
   * @param asked whoever runs it has said so before: nobody else runs it in this attempt
   */
  record PowerOnSource(OperationHeader header, SourceHost source, boolean asked) implements AgentOperation {}

  /**
   * See whether the host answers, to be resumed; alters nothing.
   *
   * @param shutdown operation on the host that may still be shutting it down; empty = none
   */
  record AwaitSource(OperationHeader header, SourceHost source, String shutdown) implements AgentOperation {}
}
