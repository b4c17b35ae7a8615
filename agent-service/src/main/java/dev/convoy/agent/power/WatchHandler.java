package dev.convoy.agent.power;

import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.ReadingHandler;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Looks, now and then, whether a source that is off stays off, and one that woke is off again. Nobody is entered. */
public final class WatchHandler extends ReadingHandler<WatchSource> {

  private static final int IN_A_ROW = 2;

  private final Knock knock;
  private final Streak streak = new Streak();

  /** @param every how long between two looks */
  public WatchHandler(HostWork work, Knock knock, Clock clock, Duration every) {
    super(WatchSource.class, work, clock, every);
    this.knock = knock;
  }

  @Override
  protected Observation<AgentOutcome> see(WatchSource operation) throws InterruptedException {
    var seen = work().watch(operation, knock);
    var run = streak.seen(operation.id(), seen, clock().instant());
    if (!run.isLong(operation.awake() ? Sign.SILENT : Sign.ANSWERS, IN_A_ROW, Duration.ZERO)) {
      return Observation.Running.silently();
    }
    var header = outcomeHeader(operation);
    var evidence = seen.what() + ", " + run.times() + " times since " + run.first();
    return new Observation.Ended<>(operation.awake()
        ? new AgentOutcome.SwitchedOff(header, run.first(), evidence) : new AgentOutcome.Woke(header, evidence));
  }

  @Override
  protected void forget(OperationId id) {
    streak.forget(id);
  }
}
