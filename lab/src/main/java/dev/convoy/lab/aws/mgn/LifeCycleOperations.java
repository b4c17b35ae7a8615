package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.LifeCycleRules.Action;
import dev.convoy.lab.aws.cloud.LifeCycleState;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Calls that move one source server through its lifecycle. */
public final class LifeCycleOperations {

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var state = Shape.empty().required("state", Shape.oneOf("READY_FOR_TEST", "READY_FOR_CUTOVER", "CUTOVER"));
    return Stream.of(
        Operation.change("ChangeServerLifeCycleState", 200,
            one().required("lifeCycle", Shape.structure(state)), this::change),
        Operation.change("FinalizeCutover", 200, one(), this::finalizeCutover),
        Operation.change("DisconnectFromService", 200, one(), this::disconnect),
        Operation.change("MarkAsArchived", 200, one(), this::archive),
        Operation.silent("DeleteSourceServer", 204, one(), this::delete));
  }

  private static Shape one() {
    return Shape.empty().required("sourceServerID", Shape.id("s-"));
  }

  private ObjectNode change(Call call) {
    var next = LifeCycleState.valueOf(call.json().path("lifeCycle").path("state").asString());
    var server = allowed(call, switch (next) {
      case READY_FOR_TEST -> Action.TO_READY_FOR_TEST;
      case READY_FOR_CUTOVER -> Action.TO_READY_FOR_CUTOVER;
      default -> Action.TO_CUTOVER;
    });
    server.move(server.lifeCycle().changed(next, call.now()));
    return SourceServerView.of(call, server);
  }

  /** Ends replication for good and leaves every launched instance alone. */
  private ObjectNode finalizeCutover(Call call) {
    var server = allowed(call, Action.FINALIZE);
    refuseUnfinished(call, server);
    server.move(server.lifeCycle().changed(LifeCycleState.CUTOVER, call.now()));
    server.replicate(server.replication().disconnected(call.now()));
    return SourceServerView.of(call, server);
  }

  /** Actions that must succeed for the cutover, as the user guide has it, hold up its end. */
  private static void refuseUnfinished(Call call, SourceServer server) {
    var cutover = server.lifeCycle().lastCutover();
    var job = cutover == null ? null : call.region().job(cutover.jobId());
    if (job != null && job.participants().stream().filter(each -> each.serverId().equals(server.id()))
        .flatMap(each -> each.actions().stream()).anyMatch(run -> run.blocksCutover(call.now()))) {
      throw AwsError.conflict("A post-launch action of " + server.id() + " that must succeed for cutover has not succeeded");
    }
  }

  private ObjectNode disconnect(Call call) {
    var server = allowed(call, Action.DISCONNECT);
    server.replicate(server.replication().disconnected(call.now()));
    if (server.lifeCycle().state() != LifeCycleState.CUTOVER) {
      server.move(server.lifeCycle().in(LifeCycleState.DISCONNECTED));
    }
    return SourceServerView.of(call, server);
  }

  private ObjectNode archive(Call call) {
    var server = allowed(call, Action.ARCHIVE);
    server.archive();
    return SourceServerView.of(call, server);
  }

  private void delete(Call call) {
    call.region().delete(allowed(call, Action.DELETE));
  }

  private static SourceServer allowed(Call call, Action action) {
    var server = call.server();
    LifeCycleRules.refusal(action, call.region().standing(server, call.now())).ifPresent(reason -> {
      throw AwsError.conflict(reason);
    });
    return server;
  }
}
