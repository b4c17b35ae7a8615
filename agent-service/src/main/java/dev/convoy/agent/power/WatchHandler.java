package dev.convoy.agent.power;

import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks, now and then, whether a source that is off stays off, and one that woke is off again. Nobody is entered. */
public final class WatchHandler implements OperationHandler<WatchSource, AgentOutcome> {

  private static final int IN_A_ROW = 2;

  private final HostWork work;
  private final Knock knock;
  private final Clock clock;
  private final Duration every;
  private final Streak streak = new Streak();

  /** @param every how long between two looks */
  public WatchHandler(HostWork work, Knock knock, Clock clock, Duration every) {
    this.work = work;
    this.knock = knock;
    this.clock = clock;
    this.every = every;
  }

  @Override
  public Class<WatchSource> operation() {
    return WatchSource.class;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return every;
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<WatchSource> operations) throws InterruptedException {
    var operation = operations.getFirst();
    var seen = work.watch(operation, knock);
    var run = streak.seen(operation.id(), seen, clock.instant());
    if (!run.isLong(operation.awake() ? Sign.SILENT : Sign.ANSWERS, IN_A_ROW, Duration.ZERO)) {
      return Map.of(operation.id(), Observation.Running.silently());
    }
    var header = OutcomeHeader.of(operation.header(), clock.instant());
    var evidence = seen.what() + ", " + run.times() + " times since " + run.first();
    return Map.of(operation.id(), new Observation.Ended<>(operation.awake()
        ? new AgentOutcome.SwitchedOff(header, run.first(), evidence) : new AgentOutcome.Woke(header, evidence)));
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<WatchSource> operations) {
    return Map.of();
  }

  @Override
  public void left(OperationId id) {
    work.left(id);
    streak.forget(id);
  }
}
