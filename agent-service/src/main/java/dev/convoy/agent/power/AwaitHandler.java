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
import dev.convoy.agent.server.ReadingHandler;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/**
 * Looks whether a source that is to be resumed answers, as soon as may be. One that answers while it is being shut down does
 * not: it would be resumed and go off.
 */
public final class AwaitHandler extends ReadingHandler<AwaitSource> {

  private static final int IN_A_ROW = 2;

  private final Knock knock;
  private final Streak streak = new Streak();

  public AwaitHandler(HostWork work, Knock knock, Clock clock, Duration pollInterval) {
    super(AwaitSource.class, work, clock, pollInterval);
    this.knock = knock;
  }

  @Override
  protected Observation<AgentOutcome> see(AwaitSource operation) throws InterruptedException {
    var knocked = work().knock(operation, knock);
    var seen = knocked.sign() == Sign.ANSWERS ? entered(operation, knocked) : knocked;
    var run = streak.seen(operation.id(), seen, clock().instant());
    if (!run.isLong(Sign.ANSWERS, IN_A_ROW, Duration.ZERO)) {
      return Observation.Running.silently();
    }
    return new Observation.Ended<>(new AgentOutcome.Woke(
        outcomeHeader(operation), seen.what() + ", " + run.times() + " times in a row"));
  }

  /** A host that refuses whoever enters runs all the same; its resume says why. */
  private Seen entered(AwaitSource operation, Seen knocked) throws InterruptedException {
    if (operation.shutdown().isEmpty()) {
      return knocked;
    }
    try {
      var state = work().in(operation, Urgency.RESUME,
          (session, deadline) -> session.status(new OperationName(operation.shutdown()), deadline));
      return state instanceof OperationState.Running ? new Seen(Sign.UNKNOWN, "it is being shut down") : knocked;
    } catch (PushFailure e) {
      return e.kind().retriable() ? new Seen(Sign.UNKNOWN, e.what()) : knocked;
    }
  }

  @Override
  protected void forget(OperationId id) {
    streak.forget(id);
  }
}
