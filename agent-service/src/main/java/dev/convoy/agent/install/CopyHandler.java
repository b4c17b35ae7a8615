package dev.convoy.agent.install;

import dev.convoy.agent.host.CopyPrograms;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.server.AgentOperation.CopyScripts;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Copies post-launch scripts to a host. Success is exit code 0 of a program that has read them back. */
public final class CopyHandler extends DetachedHandler<CopyScripts> {

  private final PostLaunchScripts scripts;
  private final Duration within;

  /** @param within after which the host ends the copying */
  public CopyHandler(
      PostLaunchScripts scripts, HostWork work, Programs installs, Clock clock, Duration pollInterval, Duration within) {
    super(CopyScripts.class, work, installs, Urgency.RUNNING, Urgency.START, clock, pollInterval);
    this.scripts = scripts;
    this.within = within;
  }

  @Override
  protected ProgramSpec program(CopyScripts operation) {
    var family = operation.source().getOsFamily();
    return CopyPrograms.of(family, scripts.of(operation.environment(), family), within);
  }

  @Override
  protected Observation<AgentOutcome> ended(CopyScripts operation, OperationState.Ended ended) {
    var output = lastLines(ended.output());
    var copied = scripts.of(operation.environment(), operation.source().getOsFamily()).stream()
        .map(CopyPrograms.Script::named).toList();
    return new Observation.Ended<>(ended.succeeded() ? new AgentOutcome.ScriptsCopied(outcomeHeader(operation), copied, output)
        : failed(operation, why(ended.exit(), output)));
  }

  @Override
  protected Optional<AgentOutcome> begun(CopyScripts operation) {
    return Optional.of(new AgentOutcome.Begun(outcomeHeader(operation)));
  }

  private static Failure why(int exit, String output) {
    return switch (exit) {
      case CopyPrograms.OTHER_CHECKSUM -> new Failure("CVY-2352", "a post-launch script is not on the host as it was sent: " + output,
          "see what else writes there; another attempt follows while any are left", false);
      case CopyPrograms.NO_AGENT -> new Failure("CVY-2353", "there is no place for post-launch scripts: " + output,
          "look whether the agent is installed whole, ./convoy server retry ID afterwards", true);
      default -> new Failure("CVY-2351", "the post-launch scripts were not copied, exit code " + exit + ": " + output,
          "look at the space and the rights there; another attempt follows while any are left", false);
    };
  }
}
