package dev.convoy.agent.install;

import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.host.RemovePrograms;
import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Removes the agent from a host. Success is exit code 0 of a program that has looked whether it is gone. */
public final class RemoveHandler extends DetachedHandler<RemoveAgent> {

  private final Duration within;

  /** @param within after which the host ends the uninstaller; below one second = a second */
  public RemoveHandler(HostWork work, Programs installs, Clock clock, Duration pollInterval, Duration within) {
    super(RemoveAgent.class, work, installs, Urgency.RUNNING, Urgency.START, clock, pollInterval);
    this.within = within.toSeconds() < 1 ? Duration.ofSeconds(1) : within;
  }

  @Override
  protected ProgramSpec program(RemoveAgent operation) {
    return RemovePrograms.of(operation.source().getOsFamily(), within);
  }

  @Override
  protected Observation<AgentOutcome> ended(RemoveAgent operation, OperationState.Ended ended) {
    var output = lastLines(ended.output());
    return new Observation.Ended<>(ended.succeeded()
        ? new AgentOutcome.Removed(outcomeHeader(operation), output) : failed(operation, why(ended.exit(), output)));
  }

  private static Failure why(int exit, String output) {
    return exit == RemovePrograms.STILL_THERE
        ? new Failure("CVY-2342", "the agent of the server that has left is still there: " + output,
            "remove it by hand and look why its uninstaller did not; then disconnect and archive its source server in MGN", true)
        : new Failure("CVY-2341", "the uninstaller of the agent ended with exit code " + exit + ": " + output,
            "it needs to reach MGN; another attempt follows while any are left, then remove it by hand", false);
  }
}
