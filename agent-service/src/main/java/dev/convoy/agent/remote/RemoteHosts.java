package dev.convoy.agent.remote;

/** Enters source hosts. Safe for use by many threads. */
public interface RemoteHosts {

  /**
   * Connects, verifies the host, then authenticates.
   *
   * @throws PushFailure typed by what to do next
   */
  RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure;
}
