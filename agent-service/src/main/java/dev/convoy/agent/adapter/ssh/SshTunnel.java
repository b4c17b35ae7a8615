package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.OpenFailException.Reason;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of the loopback address whose connections go on as channels of a jump host's connection. It serves this process
 * and nobody else on the machine, as far as that can be told ({@link OwnSockets}).
 */
final class SshTunnel implements Tunnel {

  /** A session has one connection, for moments two, and few sessions are with one host at once. */
  static final int MOST = 16;

  private static final Logger LOG = LoggerFactory.getLogger(SshTunnel.class);
  private static final int BUFFER = 16 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HostTarget target;
  private final JumpConnections.Lease jump;
  private final ServerSocket door;
  private final Thread accepting;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable PushFailure failure;

  /** @param jump given back when it is closed */
  SshTunnel(HostTarget target, JumpConnections.Lease jump) throws IOException {
    this.target = target;
    this.jump = jump;
    this.door = new ServerSocket(0, MOST, InetAddress.getLoopbackAddress());
    this.accepting = Thread.ofVirtual().name("tunnel-" + door.getLocalPort()).start(this::accept);
  }

  @Override
  public int port() {
    return door.getLocalPort();
  }

  @Override
  public boolean isOpen() {
    return !closed.get() && jump.connection().client().isConnected();
  }

  @Override
  public @Nullable PushFailure failure() {
    return failure;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end(door);
      awaitPort();
      open.forEach(SshTunnel::end);
      jump.close();
    }
  }

  /** The socket that somebody waits at is closed by whoever waits, once awake; connections come in until then. */
  private void awaitPort() {
    try {
      if (!accepting.join(PATIENCE)) {
        LOG.debug("port {} of a tunnel is not free yet", port());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        if (!free.tryAcquire()) {
          socket.close();
        } else {
          Thread.startVirtualThread(() -> serve(socket));
        }
      } catch (IOException e) {
        LOG.debug("tunnel ended: {}", e.toString());
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      open.add(socket);
      if (!closed.get() && OwnSockets.holds(socket)) {
        goOn(socket);
      }
    } catch (IOException e) {
      LOG.debug("connection through a tunnel ended: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
      free.release();
    }
  }

  /** Both streams end together: what is spoken through it has no use for half a connection. */
  private void goOn(Socket socket) throws IOException, InterruptedException {
    DirectConnection channel = channel();
    if (channel == null) {
      return;
    }
    try (channel) {
      open.add(channel);
      if (!closed.get()) {
        Thread there = Thread.startVirtualThread(() -> copy(socket, channel));
        pump(channel.getInputStream(), socket.getOutputStream());
        socket.close();
        there.join();
      }
    } finally {
      open.remove(channel);
    }
  }

  /** Null when there is none; why is known before whoever connected sees the end of the connection. */
  private @Nullable DirectConnection channel() throws IOException {
    try {
      var channel = jump.connection().client().newDirectConnection(target.address(), target.port());
      failure = null;
      return channel;
    } catch (OpenFailException e) {
      failure = prohibited(e) ? noWay(target, String.valueOf(e.getMessage())) : new PushFailure(
          PushFailure.Kind.UNREACHABLE, target.serverId(), "no connection from its jump host to " + where(target) + ": "
              + e.getMessage());
    } catch (SSHException | IllegalStateException e) {
      failure = new PushFailure(PushFailure.Kind.LOST, target.serverId(), "connection to its jump host lost: "
          + e.getMessage());
    }
    return null;
  }

  private static void copy(Socket socket, DirectConnection channel) {
    try (channel) {
      pump(socket.getInputStream(), channel.getOutputStream());
    } catch (IOException e) {
      LOG.debug("connection through a tunnel ended: {}", e.toString());
    }
  }

  private static void pump(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private static void end(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.debug("part of a tunnel did not close cleanly: {}", e.toString());
    }
  }

  static boolean prohibited(OpenFailException refused) {
    return refused.getReason() == Reason.ADMINISTRATIVELY_PROHIBITED;
  }

  static PushFailure noWay(HostTarget target, String why) {
    return new PushFailure(PushFailure.Kind.NO_WAY, target.serverId(), "the jump host of its site does not forward to "
        + where(target) + ": " + why);
  }

  private static String where(HostTarget target) {
    return target.address() + " port " + target.port();
  }
}
