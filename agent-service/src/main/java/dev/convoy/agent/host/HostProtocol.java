package dev.convoy.agent.host;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHosts;
import java.time.Clock;

/** Opens sessions with source hosts. */
public record HostProtocol(RemoteHosts hosts, Clock clock) {

  /** Enters a host; the caller closes the session. */
  public HostSession open(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    return new HostSession(hosts.connect(target, credential, deadline), clock);
  }
}
