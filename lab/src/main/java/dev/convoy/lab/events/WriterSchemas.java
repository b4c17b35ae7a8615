package dev.convoy.lab.events;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import tools.jackson.databind.json.JsonMapper;

/** The schemas that records were written with, by id, from the registry's Confluent API. */
public final class WriterSchemas implements AutoCloseable {
  private final URI registry;
  private final Duration patience;
  private final Map<Integer, Optional<Schema>> known = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3))
      .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build();

  /** @param registry base of the Confluent API, {@code http://127.0.0.1:8081/apis/ccompat/v7} */
  public WriterSchemas(URI registry) {
    this(registry, Duration.ZERO);
  }

  /** @param patience how long an outage of the registry is waited out */
  public WriterSchemas(URI registry, Duration patience) {
    this.registry = registry;
    this.patience = patience;
  }

  /**
   * The schema with this id; empty if the registry says that it has none of this id. Throws {@link LabFailure} when it does
   * not answer.
   */
  public Optional<Schema> byId(int id) {
    return known.computeIfAbsent(id, missing -> Patience.until(patience, () -> fetch(missing)));
  }

  private Optional<Schema> fetch(int id) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
        .timeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 404 && answer.body().contains("40403")) {
        return Optional.empty();
      }
      if (answer.statusCode() != 200) {
        throw new LabFailure("[CVY-9237] registry: schema " + id + " not given, status " + answer.statusCode()
            + "; check that " + registry + " is the registry these records were written with");
      }
      return Optional.of(new Schema.Parser().parse(
          JsonMapper.shared().readTree(answer.body()).get("schema").asString()));
    } catch (IOException e) {
      throw new LabFailure("[CVY-9236] registry: no answer from " + registry + "; is the lab running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9236] registry: interrupted; try again", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
