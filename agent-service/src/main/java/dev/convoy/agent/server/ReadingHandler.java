package dev.convoy.agent.server;

import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Work that is all looking: nothing is ever started, so nothing can be absent or be done twice. */
public abstract class ReadingHandler<O extends AgentOperation> implements OperationHandler<O, AgentOutcome> {

  private final Class<O> type;
  private final HostWork work;
  private final Clock clock;
  private final Duration pollInterval;

  /** @param pollInterval between two looks, for as long as a look has not ended it */
  protected ReadingHandler(Class<O> type, HostWork work, Clock clock, Duration pollInterval) {
    this.type = type;
    this.work = work;
    this.clock = clock;
    this.pollInterval = pollInterval;
  }

  /** What is seen now. */
  protected abstract Observation<AgentOutcome> see(O operation) throws InterruptedException;

  /** The operation is not looked at any more. */
  protected void forget(OperationId id) {}

  protected final HostWork work() {
    return work;
  }

  protected final Clock clock() {
    return clock;
  }

  protected final OutcomeHeader outcomeHeader(O operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }

  @Override
  public final Class<O> operation() {
    return type;
  }

  @Override
  public final boolean changes() {
    return false;
  }

  @Override
  public final Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public final Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public final Map<OperationId, Observation<AgentOutcome>> observe(List<O> operations) throws InterruptedException {
    var operation = operations.getFirst();
    return Map.of(operation.id(), see(operation));
  }

  @Override
  public final Map<OperationId, Acted<AgentOutcome>> act(List<O> operations) {
    return Map.of();
  }

  @Override
  public final void left(OperationId id) {
    work.left(id);
    forget(id);
  }
}
