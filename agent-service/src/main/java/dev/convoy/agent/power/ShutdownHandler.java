package dev.convoy.agent.power;

import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.host.ShutdownPrograms;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.ShutDownSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a host to shut down, and sees it go off. The program on the host runs as long as the host is about to go off, so
 * that a host which answers says whether it still is, or has come back. Silence is a sign only of a host that was told.
 */
public final class ShutdownHandler extends DetachedHandler<ShutDownSource> {

  /** Looks that must agree. */
  static final int LOOKS = 3;

  private final HostWork work;
  private final Knock knock;
  private final Clock clock;
  private final Duration within;
  private final Duration offAfter;
  private final Streak streak = new Streak();
  private final Set<OperationId> told = ConcurrentHashMap.newKeySet();

  /**
   * @param within by when it is to be off
   * @param offAfter how long a host must not have answered to be off
   */
  public ShutdownHandler(HostWork work, Knock knock, Clock clock, Duration pollInterval, Duration within, Duration offAfter) {
    super(ShutDownSource.class, work, new Programs(Integer.MAX_VALUE), Urgency.RUNNING, Urgency.START, clock, pollInterval);
    this.work = work;
    this.knock = knock;
    this.clock = clock;
    this.within = within;
    this.offAfter = offAfter;
  }

  @Override
  protected ProgramSpec program(ShutDownSource operation) throws PushFailure {
    return ShutdownPrograms.of(operation.header().serverId(), operation.source().getOsFamily(), within);
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<ShutDownSource> operations) throws InterruptedException {
    var acted = super.act(operations);
    acted.forEach((id, each) -> {
      if (each instanceof Acted.Accepted || each instanceof Acted.Unknown) {
        told.add(id);
      }
    });
    return acted;
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<ShutDownSource> operations) throws InterruptedException {
    var operation = operations.getFirst();
    if (told.contains(operation.id()) && !operation.asked()) {
      return Map.of(operation.id(), begunNow(operation));
    }
    try {
      var seen = super.observe(operations);
      streak.forget(operation.id());
      return seen;
    } catch (UnreachableException e) {
      if (!operation.asked() || e.getCause() == null) {
        throw e;
      }
      return Map.of(operation.id(), silence(operation, e));
    }
  }

  private Observation<AgentOutcome> silence(ShutDownSource operation, UnreachableException e) {
    var seen = work.knock(operation, knock);
    var run = streak.seen(operation.id(), seen, clock.instant());
    if (run.isLong(Sign.SILENT, LOOKS, offAfter)) {
      return new Observation.Ended<>(new AgentOutcome.SwitchedOff(outcomeHeader(operation), run.first(),
          seen.what() + ", " + run.times() + " times in " + Duration.between(run.first(), run.last()).toSeconds() + " s"));
    }
    if (seen.sign() == Sign.UNKNOWN) {
      throw e;
    }
    return Observation.Running.silently();
  }

  /** It may go off any moment: from now on its silence is a sign, whoever looks. */
  private Observation<AgentOutcome> begunNow(ShutDownSource operation) {
    return new Observation.Running<>(new AgentOutcome.Begun(outcomeHeader(operation)), AgentOutcome.Begun.class);
  }

  @Override
  protected Observation<AgentOutcome> runs(ShutDownSource operation) {
    return begunNow(operation);
  }

  @Override
  protected Observation<AgentOutcome> lost(ShutDownSource operation, OperationState.Lost lost) {
    return begunNow(operation);
  }

  @Override
  protected Observation<AgentOutcome> ended(ShutDownSource operation, OperationState.Ended ended) {
    if (ShutdownPrograms.isGoingDown(ended.exit())) {
      return begunNow(operation);
    }
    return new Observation.Ended<>(failed(operation, ended.exit() == ShutdownPrograms.STILL_ON
        || ended.exit() == ProgramSpec.EXIT_TIMED_OUT
        ? new Failure("CVY-2410", "it took the order to shut down and still runs: " + lastLines(ended.output()),
            "look what holds its shutdown up; shut it down by hand, or leave it on: the cutover goes on", true)
        : new Failure("CVY-2411", "the order to shut down ended with exit code " + ended.exit() + ": "
            + lastLines(ended.output()), "shut it down by hand, or leave it on: the cutover goes on", true)));
  }

  @Override
  public void left(OperationId id) {
    super.left(id);
    streak.forget(id);
    told.remove(id);
  }
}
