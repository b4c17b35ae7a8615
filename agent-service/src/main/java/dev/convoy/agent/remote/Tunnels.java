package dev.convoy.agent.remote;

/** Makes ways to hosts that stand behind a jump host. Safe for use by many threads. */
@FunctionalInterface
public interface Tunnels {

  /**
   * A way to the port of the target, through the jump host that it names.
   *
   * @throws PushFailure when the jump host cannot be entered
   */
  Tunnel open(HostTarget target, Deadline deadline) throws PushFailure;
}
