package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A way to a port of this machine on which what is under way can vanish, as behind a firewall that has forgotten a connection:
 * nothing arrives any more, and nobody is told.
 */
final class Relay implements AutoCloseable {

  private static final class Way {
    final CountDownLatch over = new CountDownLatch(1);
    volatile boolean frozen;
  }

  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Way> ways = new CopyOnWriteArrayList<>();
  private final int port;

  Relay(int port) throws IOException {
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entry.getLocalPort();
  }

  /** From now on nothing passes on the connections that are there; later ones work. */
  void freeze() {
    ways.forEach(way -> way.frozen = true);
  }

  private void accept() {
    try {
      while (true) {
        var near = entry.accept();
        var far = new Socket(InetAddress.getLoopbackAddress(), port);
        var way = new Way();
        ways.add(way);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> pass(way, near, far));
        Thread.ofVirtual().start(() -> pass(way, far, near));
      }
    } catch (SocketException e) {
      // closed: the test is over
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pass(Way way, Socket from, Socket to) {
    try {
      var buffer = new byte[8192];
      for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
        if (way.frozen) {
          way.over.await();
          return;
        }
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // one side is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    for (var each : sockets) {
      each.close();
    }
    ways.forEach(way -> way.over.countDown());
  }
}
