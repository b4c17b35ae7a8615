package dev.convoy.validation.adapter.net;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkProbesTest {

  private static final String LOCAL = "127.0.0.1";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final NetworkProbes probes = new NetworkProbes(Duration.ofMillis(500), 4);

  @AfterEach
  void close() {
    probes.close();
  }

  @Test
  void aListenerThatAcceptsPassesAndAClosedPortDoesNot() throws Exception {
    int port;
    try (var listener = new ServerSocket(0, 5, LOOPBACK)) {
      port = listener.getLocalPort();
      assertThat(probes.tcp(LOCAL, port).passed()).isTrue();
    }
    assertThat(probes.tcp(LOCAL, port).detail()).isEqualTo("connection refused");
  }

  @Test
  void theStatusDecidesAndARedirectionIsNotFollowed() throws Exception {
    try (var server = new Server()) {
      assertThat(probes.http(LOCAL, server.port(), "/health", 200).passed()).isTrue();
      assertThat(probes.http(LOCAL, server.port(), "/moved", 200).detail()).isEqualTo("answers 302, expected 200");
      assertThat(probes.http(LOCAL, server.port(), "/moved", 302).passed()).isTrue();
    }
  }

  @Test
  void anEndlessBodyIsNotRead() throws Exception {
    try (var server = new Server()) {
      assertThat(probes.http(LOCAL, server.port(), "/endless", 200).passed()).isTrue();
    }
  }

  @Test
  void aListenerThatSaysNothingIsGivenUp() throws Exception {
    try (var listener = new ServerSocket(0, 5, LOOPBACK)) {
      assertThat(probes.http(LOCAL, listener.getLocalPort(), "/", 200).detail()).isEqualTo("no answer within PT0.5S");
    }
  }

  @Test
  void aPathThatIsNoPathIsAFailedCheckAndNothingElse() throws Exception {
    assertThat(probes.http(LOCAL, 80, "/a b\r\nHost: other", 200).passed()).isFalse();
  }

  /** An HTTP server on a free port. */
  private static final class Server implements AutoCloseable {
    private final HttpServer http = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 5);

    Server() throws IOException {
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/health", exchange -> {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
      });
      http.createContext("/moved", exchange -> {
        exchange.getResponseHeaders().add("Location", "/health");
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
      });
      http.createContext("/endless", exchange -> {
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
          while (true) {
            body.write(new byte[8192]);
          }
        }
      });
      http.start();
    }

    int port() {
      return http.getAddress().getPort();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
