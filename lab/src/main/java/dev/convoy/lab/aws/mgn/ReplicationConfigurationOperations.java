package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Replication;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replication settings of one server. */
public final class ReplicationConfigurationOperations {

  private static final Shape DISK = Shape.empty()
      .optional("deviceName", Shape.text(256))
      .optional("isBootDisk", Shape.bool())
      .optional("stagingDiskType",
          Shape.oneOf("AUTO", "GP2", "IO1", "SC1", "ST1", "STANDARD", "GP3", "IO2"))
      .optional("iops", Shape.integer(0, Long.MAX_VALUE))
      .optional("throughput", Shape.integer(0, Long.MAX_VALUE));
  private static final List<String> ENCRYPTION = List.of("ebsEncryption", "ebsEncryptionKeyArn");

  private final Shape update = ReplicationSettings.addTo(Shape.empty().required("sourceServerID", Shape.id("s-"))
      .optional("name", Shape.text(128)).optional("replicatedDisks", Shape.list(0, 60, Shape.structure(DISK))), false);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.read("GetReplicationConfiguration", Shape.empty().required("sourceServerID", Shape.id("s-")),
            call -> call.server().replicationConfiguration().deepCopy()),
        Operation.change("UpdateReplicationConfiguration", 200, update, this::change));
  }

  private ObjectNode change(Call call) {
    var server = call.server();
    var now = server.replicationConfiguration();
    ReplicationSettings.checkNetwork(call.region(), call.json());
    checkEncryption(server, call.json());
    checkDisks(server, call.json().path("replicatedDisks"));
    update.names().stream().filter(call.json()::has)
        .forEach(name -> now.set(name, call.json().get(name).deepCopy()));
    return now.deepCopy();
  }

  /** Staging disks exist from the start of replication on, and cannot be encrypted anew. */
  private static void checkEncryption(SourceServer server, JsonNode wanted) {
    var started = server.replication().mode() != Replication.Mode.STOPPED;
    for (var name : ENCRYPTION) {
      if (started && wanted.has(name) && !wanted.path(name).equals(server.replicationConfiguration().path(name))) {
        throw AwsError.conflict(name + " cannot be changed once replication has started");
      }
    }
  }

  private static void checkDisks(SourceServer server, JsonNode disks) {
    for (var disk : disks) {
      var device = disk.path("deviceName").asString("");
      if (server.agent().disks().stream().noneMatch(d -> d.deviceName().equals(device))) {
        throw AwsError.validation("replicatedDisks", "Source Server " + server.id() + " has no disk " + device);
      }
    }
  }
}
