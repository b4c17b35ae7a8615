package dev.convoy.agent.runbook;

import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Runs the runbook that the server names, from the list of the configuration. */
public final class RunbookHandler<O extends AgentOperation> extends DetachedHandler<O> {

  private final ProgramSpec.Kind kind;
  private final Function<SourceHost, String> name;
  private final Runbooks runbooks;
  private final Duration within;

  /**
   * @param kind quiesce or resume
   * @param urgency how soon it enters a host
   * @param name the runbook that a host declares for it
   * @param within after which the host ends the program
   */
  public RunbookHandler(
      Class<O> type, ProgramSpec.Kind kind, Urgency urgency, Function<SourceHost, String> name, Runbooks runbooks,
      HostWork work, Clock clock, Duration pollInterval, Duration within) {
    super(type, work, new Programs(Integer.MAX_VALUE), urgency, urgency, clock, pollInterval);
    this.kind = kind;
    this.name = name;
    this.runbooks = runbooks;
    this.within = within;
  }

  @Override
  protected ProgramSpec program(O operation) throws PushFailure {
    var runbook = name.apply(operation.source());
    var family = operation.source().getOsFamily();
    var program = runbooks.program(runbook, family).orElseThrow(() -> new PushFailure(
        PushFailure.Kind.RUNBOOK_MISSING, operation.header().serverId(),
        "runbook " + runbook + " is not configured for " + family,
        "configure convoy.agent.runbooks." + runbook + ", then retry"));
    return new ProgramSpec(kind, program, Map.of("CONVOY_SERVER_ID", operation.header().serverId()), within);
  }

  @Override
  protected Observation<AgentOutcome> ended(O operation, OperationState.Ended ended) {
    if (ended.succeeded()) {
      return new Observation.Ended<>(new AgentOutcome.RunbookDone(
          outcomeHeader(operation), name.apply(operation.source()), lastLines(ended.output())));
    }
    return new Observation.Ended<>(failed(operation, new Failure("CVY-2401",
        "runbook " + name.apply(operation.source()) + " ended with exit code " + ended.exit() + ": "
            + lastLines(ended.output()),
        "look at the runbook's output; another attempt follows while any are left", false)));
  }
}
