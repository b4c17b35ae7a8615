package dev.convoy.agent.breakglass;

import dev.convoy.agent.host.BreakGlassPrograms;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.OpenBreakGlass;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Opens the break-glass account. Success is exit code 0 of a program that has looked at it; it waits for no installation. */
public final class OpenHandler extends DetachedHandler<OpenBreakGlass> {

  /** After which the host ends the program: accounts are made in seconds. */
  static final Duration WITHIN = Duration.ofMinutes(5);

  private final BreakGlassAccount account;

  public OpenHandler(BreakGlassAccount account, HostWork work, Clock clock, Duration pollInterval) {
    super(OpenBreakGlass.class, work, new Programs(Integer.MAX_VALUE), Urgency.CUTOVER, Urgency.CUTOVER, clock, pollInterval);
    this.account = account;
  }

  @Override
  protected ProgramSpec program(OpenBreakGlass operation) throws PushFailure {
    var family = operation.source().getOsFamily();
    return BreakGlassPrograms.open(family, account.of(operation.header().serverId(), family), operation.order(), operation.until(),
        WITHIN);
  }

  @Override
  protected Observation<AgentOutcome> ended(OpenBreakGlass operation, OperationState.Ended ended) {
    var output = lastLines(ended.output());
    return new Observation.Ended<>(ended.succeeded()
        ? new AgentOutcome.BreakGlassMade(outcomeHeader(operation), account.user(), output)
        : failed(operation, why(ended.exit(), output)));
  }

  private static Failure why(int exit, String output) {
    return switch (exit) {
      case BreakGlassPrograms.NOT_OURS, BreakGlassPrograms.LACKING -> new Failure("CVY-2362",
          "the host does not allow the break-glass account: " + output,
          "clear that up on the host, or configure another convoy.agent.break-glass.user; then ask again", true);
      default -> new Failure("CVY-2363", "the break-glass account was not opened, exit code " + exit + ": " + output,
          "another attempt follows while any are left; then look at the host and ask again", false);
    };
  }
}
