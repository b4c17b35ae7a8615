package dev.convoy.agent.remote;

import dev.convoy.events.common.OsFamily;

/** Chooses the transport by the operating system family of the target. */
public record RemoteHostsByFamily(RemoteHosts linux, RemoteHosts windows) implements RemoteHosts {

  @Override
  public RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    return (target.osFamily() == OsFamily.WINDOWS ? windows : linux).connect(target, credential, deadline);
  }
}
