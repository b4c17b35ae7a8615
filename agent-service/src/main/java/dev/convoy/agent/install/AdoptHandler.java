package dev.convoy.agent.install;

import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.AdoptAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.ReadingHandler;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;

/** Adopts the agent of the source server which a server was bound to by name. It has no installer to run. */
public final class AdoptHandler extends ReadingHandler<AdoptAgent> {

  private final KnownSourceServers known;

  public AdoptHandler(KnownSourceServers known, HostWork work, Clock clock, Duration pollInterval) {
    super(AdoptAgent.class, work, clock, pollInterval);
    this.known = known;
  }

  /** MGN that cannot be asked is waited for. */
  @Override
  protected Observation<AgentOutcome> see(AdoptAgent operation) throws InterruptedException {
    try {
      var agent = work().in(operation, Urgency.START, (session, deadline) -> session.agent(deadline));
      return new Observation.Ended<>(BoundAgent.refusal(operation.sourceServerId(), agent, operation.account(), known)
          .<AgentOutcome>map(failure -> new AgentOutcome.Failed(outcomeHeader(operation), failure))
          .orElseGet(() -> new AgentOutcome.Installed(outcomeHeader(operation), operation.sourceServerId(), true)));
    } catch (PushFailure e) {
      return new Observation.Ended<>(new AgentOutcome.Failed(outcomeHeader(operation), HostWork.failure(e)));
    }
  }
}
