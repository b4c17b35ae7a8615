package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.HostProfile;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.ReadingHandler;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Looks at a host once. */
abstract class LookHandler<O extends AgentOperation> extends ReadingHandler<O> {

  private static final Duration AGAIN = Duration.ofSeconds(5);

  LookHandler(Class<O> type, HostWork work, Clock clock) {
    super(type, work, clock, AGAIN);
  }

  /** What is seen. */
  abstract AgentOutcome look(O operation, OutcomeHeader header) throws PushFailure, InterruptedException;

  @Override
  protected final Observation<AgentOutcome> see(O operation) throws InterruptedException {
    try {
      return new Observation.Ended<>(look(operation, outcomeHeader(operation)));
    } catch (PushFailure e) {
      return new Observation.Ended<>(new AgentOutcome.Failed(outcomeHeader(operation), HostWork.failure(e)));
    }
  }

  static AgentOutcome.SourceFacts facts(HostProfile profile) {
    return new AgentOutcome.SourceFacts(profile.hostname(), profile.os(), profile.kernel(), profile.mounts(),
        profile.listeningPorts(), profile.services(), new AgentOutcome.SourceDetail(profile.disks(), profile.enabled(),
            profile.addresses(), profile.timeZone(), profile.packages()));
  }
}
