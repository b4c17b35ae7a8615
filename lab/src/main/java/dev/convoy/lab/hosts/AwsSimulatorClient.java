package dev.convoy.lab.hosts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The side door through which the hosts' agents reach the AWS simulator: {@code /_lab/agents}. */
final class AwsSimulatorClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final URI aws;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(CONNECT)
      .executor(Executors.newVirtualThreadPerTaskExecutor())
      .build();

  AwsSimulatorClient(URI aws) {
    this.aws = aws;
  }

  /** Registers an agent. @throws IOException if the simulator does not answer */
  Registration register(Agent agent) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request("/_lab/agents").POST(body(agent)).build());
    JsonNode answer = parse(response.body());
    if (response.statusCode() == 200 && answer.hasNonNull("sourceServerID")) {
      return new Registration.Accepted(
          answer.get("sourceServerID").asString(), answer.path("activeServers").asInt(1));
    }
    return new Registration.Refused(code(response.statusCode(), answer), text(answer, "message", response.body()));
  }

  /**
   * Tells whether the host's application writes; a server that AWS no longer knows is left alone.
   *
   * @throws IOException if the simulator does not take it
   */
  void writing(String sourceServerId, boolean writing) throws IOException, InterruptedException {
    tell(sourceServerId, "writing", new Writing(writing));
  }

  /**
   * Tells whether the host's agent reports; a server that AWS no longer knows is left alone.
   *
   * @throws IOException if the simulator does not take it
   */
  void seen(String sourceServerId, boolean seen) throws IOException, InterruptedException {
    tell(sourceServerId, "seen", new Seen(seen));
  }

  private void tell(String sourceServerId, String what, Object value) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(request("/_lab/agents/" + sourceServerId + "/" + what).PUT(body(value)).build());
    if (response.statusCode() / 100 != 2 && response.statusCode() != NOT_FOUND) {
      throw new IOException("the AWS simulator answered " + response.statusCode());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(aws.resolve(path)).timeout(ANSWER).header("Content-Type", "application/json");
  }

  private HttpRequest.BodyPublisher body(Object value) {
    return BodyPublishers.ofString(json.writeValueAsString(value));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  private JsonNode parse(String body) {
    try {
      JsonNode node = json.readTree(body);
      return node.isObject() ? node : json.createObjectNode();
    } catch (JacksonException e) {
      return json.createObjectNode();
    }
  }

  /** The simulator's own error code, else the one AWS uses with this status. */
  private static String code(int status, JsonNode answer) {
    return text(answer, "code", switch (status) {
      case 401 -> "UnrecognizedClientException";
      case 403 -> "AccessDeniedException";
      case 409 -> "ConflictException";
      case 400 -> "ValidationException";
      default -> "InternalServerException";
    });
  }

  private static String text(JsonNode answer, String name, String otherwise) {
    return answer.hasNonNull(name) ? answer.get(name).asString() : otherwise;
  }

  /** Body of {@code POST /_lab/agents}. */
  record Agent(
      String accessKeyId, @Nullable String sessionToken, @Nullable String region, @Nullable String userProvidedId,
      boolean noReplication, String hostname, String fqdn, String ip, String os, List<SimulatedDisk> disks, int cpus,
      long ramBytes, String mac) {
    static Agent of(SimulatedHost host, Installation given, String accessKeyId) {
      return new Agent(accessKeyId, given.sessionToken(), given.region(), given.userProvidedId(),
          given.noReplication(), host.name(), host.fqdn(), host.address(), host.osVersion(), host.disks(),
          host.cpus(), host.ramBytes(), host.mac());
    }

    /** The same of a host that was never given a name. */
    Agent nameless() {
      return new Agent(accessKeyId, sessionToken, region, userProvidedId, noReplication, "localhost", "localhost.localdomain", ip,
          os, disks, cpus, ramBytes, mac);
    }
  }

  /** The simulator's answer to an agent. */
  sealed interface Registration {
    record Accepted(String sourceServerId, int activeServers) implements Registration {}

    record Refused(String code, String message) implements Registration {}
  }

  private record Writing(boolean writing) {}

  private record Seen(boolean seen) {}
}
