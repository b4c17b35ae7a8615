package dev.convoy.agent.remote;

/** For hosts that are reached directly. */
public final class NoTunnels {

  /** Fails whoever asks for a way. */
  public static final Tunnels NONE = (target, deadline) -> {
    throw new AssertionError("nobody needs a tunnel to " + target);
  };

  private NoTunnels() {}
}
