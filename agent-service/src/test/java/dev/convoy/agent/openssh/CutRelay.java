package dev.convoy.agent.openssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a host on which the first connection is cut once so many bytes have gone there. */
final class CutRelay implements AutoCloseable {

  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean cut = new AtomicBoolean();
  private final OpenSshHost host;
  private final long after;

  /** @param after bytes to the host */
  CutRelay(OpenSshHost host, long after) throws IOException {
    this.host = host;
    this.after = after;
    Thread.ofVirtual().start(this::accept);
  }

  OpenSshHost host() {
    return host;
  }

  String address() {
    return entry.getInetAddress().getHostAddress();
  }

  int port() {
    return entry.getLocalPort();
  }

  /** Whether a connection was cut. */
  boolean hasCut() {
    return cut.get();
  }

  /** Bytes that have gone to the host, on all connections. */
  long sent() {
    return sent.get();
  }

  private void accept() {
    try {
      while (true) {
        var near = entry.accept();
        var far = new Socket();
        sockets.addAll(List.of(near, far));
        far.connect(new InetSocketAddress(host.address(), host.port()));
        Thread.ofVirtual().start(() -> pass(near, far, true));
        Thread.ofVirtual().start(() -> pass(far, near, false));
      }
    } catch (SocketException e) {
      // closed: the test is over
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(Socket from, Socket to, boolean toHost) {
    try (from; to) {
      var buffer = new byte[8192];
      for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
        if (toHost && sent.addAndGet(n) >= after && cut.compareAndSet(false, true)) {
          return;
        }
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    for (var each : sockets) {
      each.close();
    }
  }
}
