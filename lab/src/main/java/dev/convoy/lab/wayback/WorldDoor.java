package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Launched;
import dev.convoy.lab.aws.door.StandingDoor.Standing;
import dev.convoy.lab.hosts.HostStanding;
import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the simulated world how things stand. Each method throws {@link LabFailure} without an answer. */
final class WorldDoor implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_THERE = 404;

  private final URI simulator;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3))
      .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build();

  /** @param simulator {@code http://127.0.0.1:4566} */
  WorldDoor(URI simulator) {
    this.simulator = simulator;
  }

  /** Source servers of MGN that were given this id. */
  List<Standing> standings(String serverId) {
    return List.of(JsonMapper.shared().readValue(read("/_lab/servers/" + InventoryClient.segment(serverId)), Standing[].class));
  }

  /** Instances that are up. */
  List<Launched> targets() {
    return List.of(JsonMapper.shared().readValue(read("/_lab/targets"), Launched[].class));
  }

  /** The host of a server; empty if the lab has none. */
  Optional<HostStanding> host(String serverId) {
    return Arrays.stream(JsonMapper.shared().readValue(read("/_lab/hosts/standings"), HostStanding[].class))
        .filter(each -> each.serverId().equals(serverId)).findFirst();
  }

  /** The simple records of all zones, of Route 53 and of the DNS server behind the hook. */
  List<NameStanding> names() {
    return Stream.concat(JsonMapper.shared().readTree(read("/_lab/records")).valueStream().map(line -> name(line.path("set"))),
        JsonMapper.shared().readTree(readIfThere("/_lab/names/records")).valueStream().map(WorldDoor::name)).toList();
  }

  private static NameStanding name(JsonNode set) {
    return NameStanding.of(set.path("name").asString(""), set.path("ttl").asString(""),
        set.path("values").valueStream().map(JsonNode::asString).toList());
  }

  /** A user writes on an instance. Empty when nobody takes it there. */
  Optional<Launched> write(String instanceId) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(simulator.resolve("/_lab/instances/" + instanceId + "/writes"))
        .PUT(HttpRequest.BodyPublishers.ofString("{}")));
    return answer.statusCode() == OK ? Optional.of(JsonMapper.shared().readValue(answer.body(), Launched.class)) : Optional.empty();
  }

  private String read(String path) {
    return read(path, send(HttpRequest.newBuilder(simulator.resolve(path))));
  }

  private String readIfThere(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(simulator.resolve(path)));
    return answer.statusCode() == NOT_THERE ? "[]" : read(path, answer);
  }

  private String read(String path, HttpResponse<String> answer) {
    if (answer.statusCode() != OK) {
      throw failure(path + " answers " + answer.statusCode(), null);
    }
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw failure("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted", e);
    }
  }

  private LabFailure failure(String what, @Nullable Exception cause) {
    String text = "[CVY-9336] lab: how servers stand could not be read from " + simulator + ": " + what + "; see the lab's log";
    return cause == null ? new LabFailure(text) : new LabFailure(text, cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
