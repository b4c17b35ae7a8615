package dev.convoy.lab.run;

import dev.convoy.lab.events.Patience;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to inventory-service's REST API, and to what replication-service answers in the same form. */
public final class InventoryClient implements AutoCloseable {
  private static final int PAGE = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI base;
  private final String service;
  private final String option;
  private final Duration patience;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3))
      .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build();

  /** @param base {@code http://127.0.0.1:8080} */
  public InventoryClient(URI base) {
    this(base, Duration.ZERO);
  }

  /** @param patience how long an outage of the service is waited out; what changes something is sent with one key */
  public InventoryClient(URI base, Duration patience) {
    this(base, patience, "inventory-service", "--url or CONVOY_URL");
  }

  private InventoryClient(URI base, Duration patience, String service, String option) {
    this.base = base;
    this.patience = patience;
    this.service = service;
    this.option = option;
  }

  /** Of replication-service, whose API has the same form. */
  public static InventoryClient replication(URI base) {
    return new InventoryClient(base, Duration.ZERO, "replication-service", "--replication-url or CONVOY_REPLICATION_URL");
  }

  /** Of agent-service, whose API has the same form. */
  public static InventoryClient agent(URI base) {
    return new InventoryClient(base, Duration.ZERO, "agent-service", "--agent-url or CONVOY_AGENT_URL");
  }

  /** Of launch-service, whose API has the same form. */
  public static InventoryClient launch(URI base) {
    return new InventoryClient(base, Duration.ZERO, "launch-service", "--launch-url or CONVOY_LAUNCH_URL");
  }

  /**
   * An answer that is no refusal.
   *
   * @param status 200 to 299; 202 = accepted, not yet answered
   * @param location where the answer will be found
   * @param body null node when there is none
   */
  public record Answer(int status, Optional<String> location, JsonNode body) {}

  /** The part of a path that names one thing. */
  public static String segment(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Throws {@link LabFailure} without an answer, {@link Refusal} when it is refused. */
  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Every server, page by page; of one wave only when it is named. Throws as {@link #get}. */
  public List<JsonNode> servers(@Nullable String wave) {
    List<JsonNode> servers = new ArrayList<>();
    String filter = wave == null ? "" : "&wave=" + segment(wave);
    JsonNode page;
    do {
      page = get("/api/servers?limit=" + PAGE + "&offset=" + servers.size() + filter).body();
      page.path("servers").forEach(servers::add);
    } while (!page.path("servers").isEmpty() && servers.size() < page.path("total").asInt(0));
    return servers;
  }

  /** Posts JSON; throws as {@link #get}. */
  public Answer post(String path, Map<String, ?> body) {
    return send(change(path).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
  }

  /** Posts an intake file; throws as {@link #get}. */
  public Answer postCsv(String path, byte[] content) {
    return send(change(path).header("Content-Type", "text/csv")
        .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  /** The same key goes with each repetition, so that it counts once. */
  private HttpRequest.Builder change(String path) {
    return request(path).header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Accept", "application/json");
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    return Patience.until(patience, () -> answer(request));
  }

  private Answer answer(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode body = json(answer.body());
      if (answer.statusCode() == 503 && !patience.isZero()) {
        throw new LabFailure("[CVY-9301] " + service + ": still not ready on " + base + "; see its log");
      }
      if (answer.statusCode() >= 300) {
        throw Refusal.of(request.uri(), answer.statusCode(), body);
      }
      return new Answer(answer.statusCode(), answer.headers().firstValue("Location"), body);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9301] " + service + ": no answer from " + base
          + "; is it running? Name another address with " + option, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9301] " + service + ": interrupted; try again", e);
    }
  }

  private static JsonNode json(String text) {
    JsonMapper mapper = JsonMapper.shared();
    try {
      return text.isBlank() ? mapper.nullNode() : mapper.readTree(text);
    } catch (JacksonException e) {
      return mapper.getNodeFactory().stringNode(text);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
