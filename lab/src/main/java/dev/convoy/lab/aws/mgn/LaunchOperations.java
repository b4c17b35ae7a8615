package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Job;
import dev.convoy.lab.aws.cloud.Launches;
import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.LifeCycleRules.Action;
import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.FieldError;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The three calls that start a job for many servers: all of them or none. */
public final class LaunchOperations {

  private final Quotas quotas;
  private final Faults faults;

  public LaunchOperations(Quotas quotas, Faults faults) {
    this.quotas = quotas;
    this.faults = faults;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var request = Shape.empty()
        .required("sourceServerIDs", Shape.list(1, 200, Shape.id("s-")))
        .optional("tags", Shape.tags());
    return Stream.of(
        Operation.change("StartTest", 202, request, call -> start(call, Action.START_TEST)),
        Operation.change("StartCutover", 202, request, call -> start(call, Action.START_CUTOVER)),
        Operation.change("TerminateTargetInstances", 202, request, call -> start(call, Action.TERMINATE)));
  }

  private ObjectNode start(Call call, Action action) {
    var servers = servers(call);
    refuse(call, action, servers);
    checkQuotas(call, servers.size());
    var job = new Launches(call.region()).start(initiator(action), servers, server -> faults.ofLaunch(call, server),
        MgnJson.tags(call.json().path("tags")), call.now());
    var answer = MgnJson.object();
    answer.set("job", JobOperations.view(call, job));
    return answer;
  }

  /** These calls model no ResourceNotFoundException: an unknown server is a ValidationException. */
  private static List<SourceServer> servers(Call call) {
    var servers = new ArrayList<SourceServer>();
    for (var id : call.texts("sourceServerIDs").stream().distinct().toList()) {
      var server = call.region().server(id);
      if (server == null) {
        throw AwsError.validation("sourceServerIDs", "Source Server " + id + " does not exist");
      }
      servers.add(server);
    }
    return servers;
  }

  private static void refuse(Call call, Action action, List<SourceServer> servers) {
    var busy = new ArrayList<FieldError>();
    var wrong = new ArrayList<FieldError>();
    for (var server : servers) {
      LifeCycleRules.refusal(action, call.region().standing(server, call.now())).ifPresent(reason ->
          (reason.equals(LifeCycleRules.BUSY) ? busy : wrong).add(new FieldError(server.id(), reason)));
    }
    if (!busy.isEmpty()) {
      throw AwsError.conflict(LifeCycleRules.BUSY, busy);
    }
    if (!wrong.isEmpty()) {
      throw AwsError.conflict(wrong.getFirst().message(), wrong);
    }
  }

  /** ServiceQuotaExceededException is not modelled on these calls. */
  private void checkQuotas(Call call, int servers) {
    if (servers > quotas.serversPerJob()) {
      throw AwsError.conflict("Max Source Servers in a single job exceeded: " + quotas.serversPerJob());
    }
    if (call.region().activeJobs().size() >= quotas.activeJobs()) {
      throw AwsError.conflict("Concurrent jobs in progress exceeded: " + quotas.activeJobs());
    }
    if (call.region().busyServers() + servers > quotas.serversInActiveJobs()) {
      throw AwsError.conflict("Max Source Servers in all jobs exceeded: " + quotas.serversInActiveJobs());
    }
  }

  private static Job.Initiator initiator(Action action) {
    return switch (action) {
      case START_TEST -> Job.Initiator.START_TEST;
      case START_CUTOVER -> Job.Initiator.START_CUTOVER;
      default -> Job.Initiator.TERMINATE;
    };
  }
}
