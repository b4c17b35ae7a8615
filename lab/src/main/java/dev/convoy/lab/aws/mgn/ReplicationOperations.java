package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.LifeCycleState;
import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.aws.cloud.Replication;
import dev.convoy.lab.aws.cloud.Replication.Mode;
import dev.convoy.lab.aws.cloud.ReplicationPlan;
import dev.convoy.lab.aws.cloud.ReplicationTimeline;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Starting, pausing and stopping replication. */
public final class ReplicationOperations {

  private static final String QUOTA_CODE = "L-9A599620";

  private final Quotas quotas;
  private final Faults faults;

  public ReplicationOperations(Quotas quotas, Faults faults) {
    this.quotas = quotas;
    this.faults = faults;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var request = Shape.empty().required("sourceServerID", Shape.id("s-"));
    return Stream.of(
        Operation.change("StartReplication", 200, request, this::start),
        Operation.change("StopReplication", 200, request, this::stop),
        Operation.change("PauseReplication", 200, request, this::pause),
        Operation.change("ResumeReplication", 200, request, this::resume),
        Operation.change("RetryDataReplication", 200, request, this::retry));
  }

  private ObjectNode start(Call call) {
    var server = replicating(call, Mode.STOPPED);
    if (call.region().replicating() >= quotas.replicatingServers()) {
      throw AwsError.quota("Max Active Source Servers exceeded: " + quotas.replicatingServers(), QUOTA_CODE,
          quotas.replicatingServers());
    }
    begin(call, server);
    server.move(server.lifeCycle().in(LifeCycleState.NOT_READY));
    call.region().settle(server);
    return SourceServerView.of(call, server);
  }

  private void begin(Call call, SourceServer server) {
    var plan = ReplicationPlan.of(call.region().time(), server.agent().totalBytes());
    server.replicate(faults.befalls(FaultRule.Kind.STALLED, call, server)
        ? server.replication().stalled(call.now(), plan, "FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER")
        : server.replication().started(call.now(), plan));
  }

  private ObjectNode stop(Call call) {
    var server = replicating(call, Mode.RUNNING, Mode.PAUSED, Mode.STALLED);
    server.replicate(server.replication().stopped());
    server.move(server.lifeCycle().in(LifeCycleState.STOPPED));
    return SourceServerView.of(call, server);
  }

  private ObjectNode pause(Call call) {
    var server = replicating(call, Mode.RUNNING);
    server.replicate(server.replication().paused(call.now()));
    return SourceServerView.of(call, server);
  }

  private ObjectNode resume(Call call) {
    var server = replicating(call, Mode.PAUSED);
    server.replicate(server.replication().resumed(call.now()));
    call.region().settle(server);
    return SourceServerView.of(call, server);
  }

  /**
   * Models no ConflictException: a server that does not stall is a ValidationException. Where the agent is not seen, what begins
   * anew does so when it reports (API reference: upon the next handshake), and nothing that was copied is lost.
   */
  private ObjectNode retry(Call call) {
    var server = call.server();
    if (ReplicationTimeline.AGENT_NOT_SEEN.equals(server.replicationAt(call.now()).error())) {
      return SourceServerView.of(call, server);
    }
    if (server.replication().mode() != Mode.STALLED) {
      throw AwsError.validation("sourceServerID", "RetryDataReplication is only allowed for a stalled Source Server");
    }
    begin(call, server);
    call.region().settle(server);
    return SourceServerView.of(call, server);
  }

  private static SourceServer replicating(Call call, Replication.Mode... allowed) {
    var server = call.server();
    if (call.region().holder(server.id()) != null) {
      throw AwsError.conflict(dev.convoy.lab.aws.cloud.LifeCycleRules.BUSY);
    }
    if (server.archived() || !Set.of(allowed).contains(server.replication().mode())) {
      throw AwsError.conflict(call.operation().name() + " is not allowed for Source Server " + server.id()
          + (server.archived() ? ", which is archived" : " with replication " + server.replication().mode()));
    }
    return server;
  }
}
