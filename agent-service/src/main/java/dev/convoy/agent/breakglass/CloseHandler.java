package dev.convoy.agent.breakglass;

import dev.convoy.agent.host.BreakGlassPrograms;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.server.AgentOperation.CloseBreakGlass;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Closes the break-glass account. Success is exit code 0 of a program that has looked whether it is gone. */
public final class CloseHandler extends DetachedHandler<CloseBreakGlass> {

  private final BreakGlassAccount account;

  public CloseHandler(BreakGlassAccount account, HostWork work, Clock clock, Duration pollInterval) {
    super(CloseBreakGlass.class, work, new Programs(Integer.MAX_VALUE), Urgency.CUTOVER, Urgency.CUTOVER, clock, pollInterval);
    this.account = account;
  }

  @Override
  protected ProgramSpec program(CloseBreakGlass operation) {
    return BreakGlassPrograms.close(operation.source().getOsFamily(), account.user(), operation.order(), OpenHandler.WITHIN);
  }

  @Override
  protected Observation<AgentOutcome> ended(CloseBreakGlass operation, OperationState.Ended ended) {
    var output = lastLines(ended.output());
    return new Observation.Ended<>(ended.succeeded() ? new AgentOutcome.BreakGlassGone(outcomeHeader(operation), output)
        : failed(operation, new Failure("CVY-2364", "the break-glass account is not gone, exit code " + ended.exit() + ": " + output,
            "end its sessions and remove the account on the host by hand; Convoy goes on trying", false)));
  }
}
