package dev.convoy.agent.power;

import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.Knock.Seen;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.AwaitSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Looks whether a source that is to be resumed answers, as soon as may be. One that answers while it is being shut down does
 * not: it would be resumed and go off.
 */
public final class AwaitHandler implements OperationHandler<AwaitSource, AgentOutcome> {

  private static final int IN_A_ROW = 2;

  private final HostWork work;
  private final Knock knock;
  private final Clock clock;
  private final Duration pollInterval;
  private final Streak streak = new Streak();

  public AwaitHandler(HostWork work, Knock knock, Clock clock, Duration pollInterval) {
    this.work = work;
    this.knock = knock;
    this.clock = clock;
    this.pollInterval = pollInterval;
  }

  @Override
  public Class<AwaitSource> operation() {
    return AwaitSource.class;
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
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<AwaitSource> operations) throws InterruptedException {
    var operation = operations.getFirst();
    var knocked = work.knock(operation, knock);
    var seen = knocked.sign() == Sign.ANSWERS ? entered(operation, knocked) : knocked;
    var run = streak.seen(operation.id(), seen, clock.instant());
    if (!run.isLong(Sign.ANSWERS, IN_A_ROW, Duration.ZERO)) {
      return Map.of(operation.id(), Observation.Running.silently());
    }
    return Map.of(operation.id(), new Observation.Ended<>(new AgentOutcome.Woke(
        OutcomeHeader.of(operation.header(), clock.instant()), seen.what() + ", " + run.times() + " times in a row")));
  }

  /** A host that refuses whoever enters runs all the same; its resume says why. */
  private Seen entered(AwaitSource operation, Seen knocked) throws InterruptedException {
    if (operation.shutdown().isEmpty()) {
      return knocked;
    }
    try {
      var state = work.in(operation, Urgency.RESUME,
          (session, deadline) -> session.status(new OperationName(operation.shutdown()), deadline));
      return state instanceof OperationState.Running ? new Seen(Sign.UNKNOWN, "it is being shut down") : knocked;
    } catch (PushFailure e) {
      return e.kind().retriable() ? new Seen(Sign.UNKNOWN, e.what()) : knocked;
    }
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<AwaitSource> operations) {
    return Map.of();
  }

  @Override
  public void left(OperationId id) {
    work.left(id);
    streak.forget(id);
  }
}
