package dev.convoy.lab.hosts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for the AWS simulator's side door to agents. Refuses the access key {@code AKIAREFUSED}. */
final class FakeAws implements AutoCloseable {
  static final String SOURCE_SERVER_ID = "s-0123456789abcdef0";

  /** Requests as {@code METHOD path body}. */
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile boolean knowsServers = true;

  FakeAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/_lab/agents", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on answers 404 about source servers. */
  void forgetServers() {
    knowsServers = false;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + body);
    if (exchange.getRequestMethod().equals("PUT") && !knowsServers) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    boolean refused = body.contains("AKIAREFUSED");
    byte[] answer = (refused
        ? "{\"message\":\"User is not authorized\"}"
        : "{\"sourceServerID\":\"" + SOURCE_SERVER_ID + "\"}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refused ? 403 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
