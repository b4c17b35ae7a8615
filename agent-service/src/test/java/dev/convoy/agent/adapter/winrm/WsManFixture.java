package dev.convoy.agent.adapter.winrm;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.convoy.agent.remote.RemoteHostContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A WinRM endpoint with Basic or what else lets somebody in, over TLS or not. */
public final class WsManFixture implements RemoteHostContract.Host, AutoCloseable {

  /** Lets somebody in, or not. */
  interface Doorman {

    /** What is asked for. */
    String scheme();

    /**
     * Whether a request is answered.
     *
     * @param connection the same for all requests of one
     * @param authorization as the request has it; empty = none
     */
    boolean letsIn(Object connection, String authorization);
  }

  private record Basic(String authorization) implements Doorman {

    static Basic of(String user, String password) {
      return new Basic("Basic "
          + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String scheme() {
      return "Basic realm=\"WSMAN\"";
    }

    @Override
    public boolean letsIn(Object connection, String given) {
      return given.equals(authorization);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final WsManShells shells = new WsManShells();
  private final Queue<String> hostHeaders = new ConcurrentLinkedQueue<>();
  private final Doorman doorman;
  private volatile int mostBytes = Integer.MAX_VALUE;
  private final AtomicInteger longest = new AtomicInteger();

  public WsManFixture(String user, String password, @Nullable SSLContext tls) throws IOException {
    this(Basic.of(user, password), tls);
  }

  WsManFixture(Doorman doorman, @Nullable SSLContext tls) throws IOException {
    this.doorman = doorman;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(address, 16);
    } else {
      HttpsServer https = HttpsServer.create(address, 16);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
    }
    server.setExecutor(threads);
    server.createContext("/wsman", this::handle).getFilters().add(
        Filter.beforeHandler("counts what got through TLS", exchange -> shells.message()));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  WindowsFixture windows() {
    return shells.windows();
  }

  Queue<String> commandLines() {
    return shells.commandLines();
  }

  /** How clients called it. */
  public Queue<String> hostHeaders() {
    return hostHeaders;
  }

  int openShells() {
    return shells.open();
  }

  @Override
  public void fallSilent() {
    shells.fallSilent();
  }

  @Override
  public void hangUp() {
    shells.hangUp();
  }

  @Override
  public void hangUpAfter(int verbs) {
    shells.hangUpAfter(verbs);
  }

  /** Longer requests are refused as Windows does it. */
  void takesAtMost(int bytes) {
    mostBytes = bytes;
  }

  /** The longest request. */
  int longest() {
    return longest.get();
  }

  @Override
  public byte[] pushed(String sha512) {
    return shells.pushed(sha512);
  }

  @Override
  public void chatter(int bytes) {
    shells.chatter(bytes);
  }

  @Override
  public int authentications() {
    return shells.authentications();
  }

  @Override
  public int messages() {
    return shells.messages();
  }

  @Override
  public void close() {
    shells.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    hostHeaders.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given != null) {
      shells.authentication();
    }
    if (!doorman.letsIn(exchange.getRemoteAddress(), given == null ? "" : given)) {
      exchange.getResponseHeaders().add("WWW-Authenticate", doorman.scheme());
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    longest.accumulateAndGet(request.length(), Math::max);
    if (request.length() > mostBytes) {
      exchange.sendResponseHeaders(413, -1);
      exchange.close();
      return;
    }
    reply(exchange, request);
  }

  private void reply(HttpExchange exchange, String request) throws IOException {
    try (exchange) {
      byte[] bytes = shells.answer(request).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/soap+xml;charset=UTF-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
