package dev.convoy.lab.aws.cloud;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import static dev.convoy.lab.aws.cloud.LifeCycleState.CUTOVER;
import static dev.convoy.lab.aws.cloud.LifeCycleState.CUTTING_OVER;
import static dev.convoy.lab.aws.cloud.LifeCycleState.DISCONNECTED;
import static dev.convoy.lab.aws.cloud.LifeCycleState.NOT_READY;
import static dev.convoy.lab.aws.cloud.LifeCycleState.READY_FOR_CUTOVER;
import static dev.convoy.lab.aws.cloud.LifeCycleState.READY_FOR_TEST;
import static dev.convoy.lab.aws.cloud.LifeCycleState.STOPPED;
import static dev.convoy.lab.aws.cloud.LifeCycleState.TESTING;

/**
 * What MGN lets happen to a source server, by its lifecycle state. Sources: the operation docs of the MGN API and the
 * MGN user guide; where they are silent the stricter reading.
 */
public final class LifeCycleRules {

  /** AWS's exact words for a server that another job holds. */
  public static final String BUSY =
      "One or more of the Source Servers included in API call are currently being processed by a Job";

  private LifeCycleRules() {}

  /** A call on a server, with the states that allow it. */
  public enum Action {
    START_TEST("StartTest", true, READY_FOR_TEST, TESTING),
    START_CUTOVER("StartCutover", true, READY_FOR_CUTOVER),
    TERMINATE("TerminateTargetInstances", false,
        STOPPED, NOT_READY, READY_FOR_TEST, READY_FOR_CUTOVER, DISCONNECTED),
    TO_READY_FOR_TEST("ChangeServerLifeCycleState to READY_FOR_TEST", true, TESTING, READY_FOR_CUTOVER),
    TO_READY_FOR_CUTOVER("ChangeServerLifeCycleState to READY_FOR_CUTOVER", true,
        READY_FOR_TEST, TESTING, CUTTING_OVER),
    TO_CUTOVER("ChangeServerLifeCycleState to CUTOVER", true, CUTTING_OVER),
    FINALIZE("FinalizeCutover", false, CUTTING_OVER),
    DISCONNECT("DisconnectFromService", false,
        STOPPED, NOT_READY, READY_FOR_TEST, TESTING, READY_FOR_CUTOVER, CUTTING_OVER, CUTOVER),
    ARCHIVE("MarkAsArchived", false, CUTOVER, DISCONNECTED),
    DELETE("DeleteSourceServer", false, CUTOVER, DISCONNECTED);

    private final String call;
    private final boolean needsSnapshot;
    private final Set<LifeCycleState> from;

    Action(String call, boolean needsSnapshot, LifeCycleState first, LifeCycleState... more) {
      this.call = call;
      this.needsSnapshot = needsSnapshot;
      this.from = EnumSet.of(first, more);
    }

    /** States that allow it. */
    public Set<LifeCycleState> from() {
      return EnumSet.copyOf(from);
    }
  }

  /**
   * What the rules look at.
   *
   * @param launchable has a snapshot to launch from
   * @param busy takes part in a job that has not ended
   * @param launched has a launched instance that is not terminated
   */
  public record Standing(
      LifeCycleState state, boolean launchable, boolean busy, boolean archived, boolean launched) {}

  /** Why AWS refuses the call with ConflictException; empty if it does not. */
  public static Optional<String> refusal(Action action, Standing server) {
    if (server.busy()) {
      return Optional.of(BUSY);
    }
    if (server.archived() && action != Action.DELETE) {
      return Optional.of(action.call + " is not allowed for an archived Source Server");
    }
    if (!action.from.contains(server.state())) {
      return Optional.of(action.call + " is not allowed for a Source Server in lifecycle state " + server.state());
    }
    if (action.needsSnapshot && !server.launchable()) {
      return Optional.of(action.call + " is only allowed for a Source Server that is launchable (lagDuration not null)");
    }
    if (action == Action.FINALIZE && !server.launched()) {
      return Optional.of("FinalizeCutover is not allowed for a Source Server without a launched cutover instance");
    }
    return Optional.empty();
  }
}
