package dev.convoy.validation.adapter.net;

import dev.convoy.validation.checks.Probes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** {@link Probes} by sockets and the JDK's HTTP client. The body of an answer is never read: its status says enough. */
public final class NetworkProbes implements Probes, AutoCloseable {

  private final Duration timeout;
  private final Semaphore permits;
  private final HttpClient http;

  /**
   * @param timeout most time to connect, and again to be answered
   * @param atOnce most probes at a time
   */
  public NetworkProbes(Duration timeout, int atOnce) {
    this.timeout = timeout;
    this.permits = new Semaphore(atOnce, true);
    this.http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeout)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  @Override
  public Answer tcp(String address, int port) throws InterruptedException {
    return limited(() -> {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        return new Answer(true, "accepts connections");
      }
    });
  }

  @Override
  public Answer http(String address, int port, String path, int expectedStatus) throws InterruptedException {
    return limited(() -> {
      var uri = URI.create("http://" + address + ":" + port + path);
      var request = HttpRequest.newBuilder(uri).timeout(timeout).header("User-Agent", "convoy-validation").build();
      var response = http.send(request, BodyHandlers.ofInputStream());
      response.body().close();
      return new Answer(response.statusCode() == expectedStatus,
          "answers " + response.statusCode() + ", expected " + expectedStatus);
    });
  }

  private Answer limited(Probe probe) throws InterruptedException {
    permits.acquire();
    try {
      return probe.make();
    } catch (IOException e) {
      return new Answer(false, reason(e));
    } catch (IllegalArgumentException e) {
      return new Answer(false, "cannot be asked: the declared address or path is not valid");
    } finally {
      permits.release();
    }
  }

  /** The same words for the same cause, so that a repeat is no news. */
  private String reason(IOException e) {
    return switch (e) {
      case HttpTimeoutException t -> "no answer within " + timeout;
      case SocketTimeoutException t -> "no answer within " + timeout;
      case NoRouteToHostException r -> "no route to the host";
      case ConnectException c -> "connection refused";
      default -> "connection broken: " + e.getClass().getSimpleName();
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  @FunctionalInterface
  private interface Probe {
    Answer make() throws IOException, InterruptedException;
  }
}
