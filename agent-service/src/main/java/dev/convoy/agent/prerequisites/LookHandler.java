package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.HostProfile;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation;
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

/** Looks at a host. Looking is all there is to it, so nothing is ever started. */
abstract class LookHandler<O extends AgentOperation> implements OperationHandler<O, AgentOutcome> {

  private final Class<O> type;
  private final HostWork work;
  private final Clock clock;

  LookHandler(Class<O> type, HostWork work, Clock clock) {
    this.type = type;
    this.work = work;
    this.clock = clock;
  }

  /** What is seen. */
  abstract AgentOutcome look(O operation, OutcomeHeader header) throws PushFailure, InterruptedException;

  @Override
  public Class<O> operation() {
    return type;
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
    return Duration.ofSeconds(5);
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<O> operations) throws InterruptedException {
    var operation = operations.getFirst();
    return Map.of(operation.id(), new Observation.Ended<>(ask(operation)));
  }

  private AgentOutcome ask(O operation) throws InterruptedException {
    try {
      return look(operation, OutcomeHeader.of(operation.header(), clock.instant()));
    } catch (PushFailure e) {
      return new AgentOutcome.Failed(OutcomeHeader.of(operation.header(), clock.instant()),
          HostWork.failure(e));
    }
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<O> operations) {
    return Map.of();
  }

  @Override
  public void left(OperationId id) {
    work.left(id);
  }

  static AgentOutcome.SourceFacts facts(HostProfile profile) {
    return new AgentOutcome.SourceFacts(profile.hostname(), profile.os(), profile.kernel(), profile.mounts(),
        profile.listeningPorts(), profile.services(), new AgentOutcome.SourceDetail(profile.disks(), profile.enabled(),
            profile.addresses(), profile.timeZone(), profile.packages()));
  }
}
