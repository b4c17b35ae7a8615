package dev.convoy.agent.remote;

import org.jspecify.annotations.Nullable;

/** A way to one port of a host that begins at a port of the loopback address of this machine. */
public interface Tunnel extends AutoCloseable {

  /** The port that it begins at. */
  int port();

  /** Whether it leads anywhere: the jump host is still connected. */
  boolean isOpen();

  /** Why the host was not reached when somebody connected; null when it was. */
  @Nullable PushFailure failure();

  /** Ends it with all connections through it. Never throws, never waits long. */
  @Override
  void close();
}
