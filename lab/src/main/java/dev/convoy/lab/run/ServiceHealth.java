package dev.convoy.lab.run;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a service says of itself. */
final class ServiceHealth {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ServiceHealth() {}

  /** True when all of the service on this port is up and each of its stream threads has restored its stores. */
  static boolean serves(int port) {
    URI health = URI.create("http://" + LabPorts.HOST + ":" + port + "/actuator/health");
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1)
        .proxy(ProxySelector.of(null)).build()) {
      HttpResponse<String> answer = client.send(HttpRequest.newBuilder(health).timeout(LIMIT).build(),
          HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && restored(answer.body());
    } catch (IOException | JacksonException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A thread that still restores is {@code PARTITIONS_ASSIGNED}; the binder calls that up. */
  static boolean restored(String health) {
    List<String> threads = JSON.readTree(health).findValuesAsString("threadState");
    return !threads.isEmpty() && threads.stream().allMatch("RUNNING"::equals);
  }
}
