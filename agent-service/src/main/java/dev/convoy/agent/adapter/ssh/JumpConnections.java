package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.PushFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections to jump hosts: one to each, for all who go through it at the time. Every session through it is a channel, so
 * a jump host is asked for one login, however many hosts stand behind it. It is closed when the last has left.
 */
final class JumpConnections {

  /** Connects to a jump host. */
  @FunctionalInterface
  interface Connector {
    SshConnection connect(Hop hop, Deadline deadline) throws PushFailure;
  }

  /** The right to use a connection until it is given back. */
  final class Lease implements AutoCloseable {
    private final Hop.Way key;
    private final Shared shared;

    private Lease(Hop.Way key, Shared shared) {
      this.key = key;
      this.shared = shared;
    }

    SshConnection connection() {
      return shared.connection.join();
    }

    /** True if the connection is no more, though nobody here has closed it. */
    boolean hasEnded() {
      return !shared.connection.join().client().isConnected();
    }

    @Override
    public void close() {
      leave(key, shared);
    }
  }

  private static final class Shared {
    final CompletableFuture<SshConnection> connection = new CompletableFuture<>();
    int users;

    boolean usable() {
      return !connection.isDone() || connection.state() == CompletableFuture.State.SUCCESS
          && connection.join().client().isConnected();
    }
  }

  private final Connector connector;
  private final Map<Hop.Way, Shared> open = new HashMap<>();

  JumpConnections(Connector connector) {
    this.connector = connector;
  }

  /** Joins the connection that is there, or makes one. Whoever waits for one that fails fails with it. */
  Lease lease(Hop hop, Deadline deadline) throws PushFailure {
    var key = hop.way();
    Shared shared;
    boolean first = false;
    synchronized (open) {
      var there = open.get(key);
      if (there == null || !there.usable()) {
        there = new Shared();
        open.put(key, there);
        first = true;
      }
      there.users++;
      shared = there;
    }
    boolean connected = false;
    try {
      if (first) {
        connect(hop, deadline, shared);
      } else {
        await(hop, deadline, shared);
      }
      connected = true;
      return new Lease(key, shared);
    } finally {
      if (!connected) {
        leave(key, shared);
      }
    }
  }

  private void connect(Hop hop, Deadline deadline, Shared shared) throws PushFailure {
    try {
      shared.connection.complete(connector.connect(hop, deadline));
    } catch (PushFailure | RuntimeException e) {
      shared.connection.completeExceptionally(e);
      throw e;
    }
  }

  private static void await(Hop hop, Deadline deadline, Shared shared) throws PushFailure {
    var server = hop.target().serverId();
    try {
      shared.connection.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PushFailure failure
          ? new PushFailure(failure.kind(), server, failure.what(), failure.remedy())
          : new PushFailure(PushFailure.Kind.UNREACHABLE, server, "the jump host was not reached");
    } catch (TimeoutException e) {
      throw new PushFailure(PushFailure.Kind.TIMED_OUT, server, "no connection to its jump host by the deadline");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, server, "interrupted before its jump host was reached");
    }
  }

  private void leave(Hop.Way key, Shared shared) {
    synchronized (open) {
      shared.users--;
      if (shared.users > 0) {
        return;
      }
      open.remove(key, shared);
    }
    if (shared.connection.state() == CompletableFuture.State.SUCCESS) {
      shared.connection.join().close();
    }
  }
}
