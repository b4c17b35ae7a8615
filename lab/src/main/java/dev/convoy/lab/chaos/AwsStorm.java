package dev.convoy.lab.chaos;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plants R5's mix of faults at the simulator, and takes it away again; starts jobs as somebody in the console would. */
public final class AwsStorm {
  private static final int STALE_SECONDS = 120;

  private final URI simulator;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .proxy(ProxySelector.of(null)).build();
  private Optional<List<JsonNode>> before = Optional.empty();

  /** @param simulator {@code http://127.0.0.1:4566} */
  public AwsStorm(URI simulator) {
    this.simulator = simulator;
  }

  /** Half of the calls throttled, 10 % answered with 5xx, 5 % of the answers lost, stale reads, conflicts, quotas. */
  public static List<Map<String, Object>> mix() {
    return List.of(
        Map.of("kind", "throttle", "probability", 0.5),
        Map.of("kind", "error500", "probability", 0.1),
        Map.of("kind", "answerLost", "probability", 0.05),
        Map.of("kind", "stale", "probability", 0.3, "staleSeconds", STALE_SECONDS),
        Map.of("kind", "busy", "probability", 0.1),
        Map.of("kind", "quota", "probability", 0.1),
        Map.of("kind", "latency", "probability", 0.1, "latencyMillis", 500));
  }

  void storm() {
    if (before.isEmpty()) {
      List<JsonNode> rules = new ArrayList<>();
      send("GET", "/_lab/faults", Map.of()).forEach(each -> rules.add(each.path("rule")));
      before = Optional.of(rules);
    }
    send("PUT", "/_lab/faults", mix());
  }

  /** As the lab was before the storm. */
  void calm() {
    send("PUT", "/_lab/faults", before.orElse(List.of()));
  }

  /**
   * Starts a test from the console for a server that is ready for one.
   *
   * @param draw 0 to 1: which of them
   * @return what was done; empty when no server is ready
   */
  public Optional<String> foreignJob(double draw) {
    JsonNode answer = send("POST", "/_lab/foreign-jobs", Map.of("draw", draw));
    String server = answer.path("userProvidedId").asString("");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of("foreign job " + answer.path("jobId").asString("") + " for " + server);
  }

  private JsonNode send(String method, String path, Object body) {
    HttpRequest request = HttpRequest.newBuilder(simulator.resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new LabFailure("[CVY-9264] chaos: " + path + " answered " + answer.statusCode() + " " + answer.body()
            + "; report it");
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new LabFailure("[CVY-9264] chaos: no answer from " + simulator.resolve(path) + "; see the lab's log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9264] chaos: interrupted", e);
    }
  }
}
