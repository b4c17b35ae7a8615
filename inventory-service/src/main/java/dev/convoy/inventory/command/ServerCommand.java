package dev.convoy.inventory.command;

import dev.convoy.events.common.ServerDecision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command about one server. */
public sealed interface ServerCommand extends Command {

  /** Another attempt of the step that ended for good; after a rollback a new round. */
  record RetryServer(String id, String target, String by) implements ServerCommand {}

  /** A new test in a new round. */
  record RetestServer(String id, String target, String by) implements ServerCommand {}

  /** The test instance that is kept is needed no longer. */
  record AcceptTest(String id, String target, String by, String reason) implements ServerCommand {}

  /** The instance of the failed test is needed no longer. */
  record EndTest(String id, String target, String by, String reason) implements ServerCommand {}

  /**
   * A machine image of the instance that was validated.
   *
   * @param name null = one is made up
   */
  record CreateImage(String id, String target, String by, String reason, @Nullable String name) implements ServerCommand {}

  /** The agent installed again over the old one. */
  record ReinstallAgent(String id, String target, String by, String reason) implements ServerCommand {}

  /** The server is a source server that somebody else has set up: that one is adopted, and nothing installed over it. */
  record AdoptServer(String id, String target, String by, String reason, String sourceServerId) implements ServerCommand {}

  /**
   * A local administrator on the source, for a while.
   *
   * @param within how long; null = it is to end now
   */
  record BreakGlass(String id, String target, String by, String reason, @Nullable Duration within) implements ServerCommand {}

  /** Back to the source. */
  record RollBackServer(String id, String target, String by, String reason) implements ServerCommand {}

  /** The snapshots of its stopped target that are owed are done without. */
  record WaiveSnapshots(String id, String target, String by, String reason) implements ServerCommand {}

  /** Out of the migration. */
  record WithdrawServer(String id, String target, String by) implements ServerCommand {}

  /** Moved by its changed declaration from now on, in a new round. */
  record AcceptChange(String id, String target, String by) implements ServerCommand {}

  /** The answer to the question that the server is parked with. */
  record DecideServer(String id, String target, String by, ServerDecision decision, String reason)
      implements ServerCommand {}
}
