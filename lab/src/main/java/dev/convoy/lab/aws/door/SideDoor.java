package dev.convoy.lab.aws.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Routes of {@code /_lab}. */
public final class SideDoor implements HttpHandler {

  /** Bodies are small; this is far above the largest. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * Answers a request.
   *
   * @see Request
   */
  @FunctionalInterface
  public interface Action {
    Object answer(Request request) throws IOException;
  }

  /**
   * A request.
   *
   * @param id what stands for the star in the route's path; empty if it has none
   * @param body as text
   */
  public record Request(String id, String body) {

    /** The body as a type. @throws JacksonException if it is not one */
    public <T> T as(Class<T> type) {
      return JsonMapper.shared().readValue(body, type);
    }
  }

  /** A refusal. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    public RefusedException(int status, String code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }
  }

  /** A path with at most one star. */
  public record Route(String method, String path, Action action) {

    boolean matches(String path) {
      return pattern().matcher(path).matches();
    }

    String id(String path) {
      var matcher = pattern().matcher(path);
      return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : "";
    }

    private Pattern pattern() {
      return Pattern.compile(path.replace("*", "([A-Za-z0-9_.-]+)"));
    }
  }

  private final List<Route> routes;

  public SideDoor(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath();
    var candidates = routes.stream().filter(r -> r.matches(path)).toList();
    var route = candidates.stream().filter(r -> r.method().equals(exchange.getRequestMethod())).findFirst();
    if (route.isEmpty()) {
      send(exchange, candidates.isEmpty() ? 404 : 405, error("NotFound", exchange.getRequestMethod() + " " + path));
      return;
    }
    var body = new String(exchange.getRequestBody().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    try {
      send(exchange, 200, route.get().action().answer(new Request(route.get().id(path), body)));
    } catch (RefusedException e) {
      send(exchange, e.status, error(e.code, String.valueOf(e.getMessage())));
    } catch (JacksonException e) {
      send(exchange, 400, error("ValidationException", e.getOriginalMessage()));
    }
  }

  private static Map<String, String> error(String code, String message) {
    return Map.of("code", code, "message", message);
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    if (answer instanceof Streamed streamed) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(status, 0);
      try (var out = exchange.getResponseBody()) {
        streamed.writeTo(out);
      }
      return;
    }
    var bytes = JsonMapper.shared().writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** An answer that is written while it is read. */
  @FunctionalInterface
  public interface Streamed {
    void writeTo(java.io.OutputStream out) throws IOException;
  }
}
