package dev.convoy.lab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on any number of addresses with one platform thread; each accepted connection is served blocking on a
 * virtual thread of its own.
 */
public final class AcceptLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);
  private static final int BACKLOG = 128;
  private static final long PAUSE_AFTER_FAILED_ACCEPT_NANOS = 20_000_000;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicInteger most = new AtomicInteger();
  private volatile boolean closed;

  private AcceptLoop(Selector selector) {
    this.selector = selector;
  }

  /** Starts the loop on a daemon thread of this name. */
  public static AcceptLoop start(String name) throws IOException {
    AcceptLoop loop = new AcceptLoop(Selector.open());
    Thread.ofPlatform().daemon().name(name).start(loop::run);
    return loop;
  }

  /**
   * Listens on one more address.
   *
   * @return the listener; once its {@code close} has returned the address can be bound again
   * @throws IOException if the address cannot be bound or the loop is closed
   */
  public Listener listen(InetSocketAddress address, ConnectionHandler handler) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address, BACKLOG);
      server.configureBlocking(false);
      onLoop(() -> register(server, handler));
      return new Listener(this, server);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Connections that are open now. */
  public int open() {
    return connections.size();
  }

  /** The most connections that were open at once. */
  public int most() {
    return most.get();
  }

  /** Stops listening, ends all connections and waits until every address is free again. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    ended.join();
    connections.forEach(AcceptLoop::closeQuietly);
  }

  void stopListening(ServerSocketChannel server) throws IOException {
    onLoop(() -> unregister(server));
  }

  private void register(ServerSocketChannel server, ConnectionHandler handler) {
    try {
      server.register(selector, SelectionKey.OP_ACCEPT, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A registered channel lets go of its address only when the selector has dropped its key. */
  private void unregister(ServerSocketChannel server) {
    try {
      server.close();
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onLoop(Runnable task) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(() -> complete(done, task));
    selector.wakeup();
    CompletableFuture.anyOf(done, ended).handle((result, failure) -> failure).join();
    if (done.isCompletedExceptionally()) {
      throw new IOException(done.exceptionNow());
    }
    if (!done.isDone() && !closed) {
      throw new IOException("the accept loop has ended");
    }
  }

  private static void complete(CompletableFuture<Void> done, Runnable task) {
    try {
      task.run();
      done.complete(null);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        selector.select();
        runTasks();
        acceptReady();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.selectNow();
    } catch (IOException e) {
      LOG.error("[CVY-9101] accept loop ended; restart the lab", e);
    } finally {
      ended.complete(null);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void acceptReady() {
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel(), (ConnectionHandler) key.attachment());
      }
    }
    selector.selectedKeys().clear();
  }

  private void accept(ServerSocketChannel server, ConnectionHandler handler) {
    try {
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        serve(channel, handler);
      }
    } catch (IOException e) {
      LOG.warn("[CVY-9102] connection not accepted: {}; raise the limit of open files", e.getMessage());
      LockSupport.parkNanos(PAUSE_AFTER_FAILED_ACCEPT_NANOS);
    }
  }

  private void serve(SocketChannel channel, ConnectionHandler handler) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    connections.add(channel);
    most.accumulateAndGet(connections.size(), Math::max);
    Thread.startVirtualThread(() -> {
      try (channel) {
        handler.handle(channel);
      } catch (ProtocolException e) {
        LOG.info("connection cut, as its client breaks the protocol: {}", e.getMessage());
      } catch (IOException e) {
        LOG.debug("connection ended: {}", e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        connections.remove(channel);
      }
    });
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("connection not closed cleanly: {}", e.toString());
    }
  }

  /** Serves one connection; the connection is closed when it returns. */
  @FunctionalInterface
  public interface ConnectionHandler {
    /** Called on a virtual thread with a blocking channel. */
    void handle(SocketChannel channel) throws IOException, InterruptedException;
  }

  /** One address that is listened on. */
  public record Listener(AcceptLoop loop, ServerSocketChannel server) implements AutoCloseable {
    /** Stops listening; connections that are already open go on. */
    @Override
    public void close() throws IOException {
      loop.stopListening(server);
    }

    /** The port in use, also where 0 was asked for. */
    public int port() {
      return server.socket().getLocalPort();
    }
  }
}
