package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading source servers, and the empty lists of what the simulator has none of. */
public final class SourceServerOperations {

  private static final Shape FILTERS = Shape.empty()
      .optional("sourceServerIDs", Shape.list(0, 200, Shape.id("s-")))
      .optional("isArchived", Shape.bool())
      .optional("replicationTypes", Shape.list(0, 2, Shape.oneOf("AGENT_BASED", "SNAPSHOT_SHIPPING")))
      .optional("lifeCycleStates", Shape.list(0, 10, Shape.oneOf("STOPPED", "NOT_READY", "READY_FOR_TEST", "TESTING",
          "READY_FOR_CUTOVER", "CUTTING_OVER", "CUTOVER", "DISCONNECTED", "DISCOVERED", "PENDING_INSTALLATION")))
      .optional("applicationIDs", Shape.list(0, 200, Shape.id("app-")));

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.silent("InitializeService", 204, Shape.empty(), call -> call.region().initialize()),
        Operation.read("DescribeSourceServers", MgnJson.paged().optional("filters", Shape.structure(FILTERS)),
            this::describe),
        Operation.change("UpdateSourceServerReplicationType", 200, Shape.empty().required("sourceServerID", Shape.id("s-"))
            .required("replicationType", Shape.oneOf("AGENT_BASED", "SNAPSHOT_SHIPPING")), this::replicate),
        Operation.read("DescribeVcenterClients", MgnJson.paged(), call -> nothing()),
        Operation.silent("DeleteVcenterClient", 204, Shape.empty().required("vcenterClientID", Shape.id("vcc-")), call -> {
          throw AwsError.notFound("VcenterClient", call.text("vcenterClientID"));
        }),
        Operation.read("ListManagedAccounts", MgnJson.paged(), call -> nothing()));
  }

  /** All servers here have agents; without a vCenter client nothing ships their snapshots. */
  private ObjectNode replicate(Call call) {
    var server = call.server();
    if (call.text("replicationType").equals("SNAPSHOT_SHIPPING")) {
      throw AwsError.validation("replicationType", "Source Server " + server.id() + " was not found by a vCenter client");
    }
    return SourceServerView.of(call, server);
  }

  private ObjectNode describe(Call call) {
    var filters = call.json().path("filters");
    return MgnJson.page(call, candidates(call, filters).filter(s -> matches(filters, s)), SourceServer::sequence,
        server -> SourceServerView.of(call, server));
  }

  private static Stream<SourceServer> candidates(Call call, JsonNode filters) {
    var ids = filters.path("sourceServerIDs");
    if (ids.isEmpty()) {
      return call.region().servers().stream();
    }
    var wanted = new HashSet<String>();
    ids.forEach(id -> wanted.add(id.asString()));
    return wanted.stream().map(call.region()::server).flatMap(Stream::ofNullable)
        .sorted(java.util.Comparator.comparingLong(SourceServer::sequence));
  }

  private static boolean matches(JsonNode filters, SourceServer server) {
    var archived = filters.path("isArchived");
    return (!archived.isBoolean() || archived.asBoolean() == server.archived())
        && holds(filters.path("lifeCycleStates"), server.lifeCycle().state().name())
        && holds(filters.path("replicationTypes"), "AGENT_BASED")
        && holds(filters.path("applicationIDs"), Objects.requireNonNullElse(server.applicationId(), ""));
  }

  private static boolean holds(JsonNode wanted, String value) {
    return wanted.isEmpty() || wanted.valueStream().anyMatch(w -> w.asString().equals(value));
  }

  private static ObjectNode nothing() {
    var answer = MgnJson.object();
    answer.putArray("items");
    return answer;
  }
}
