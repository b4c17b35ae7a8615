package dev.convoy.lab.verify;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * An instance that a call of ours has launched, as the ledger and DescribeJobs show it together: also where no event says so, since the
 * launch failed later.
 *
 * @param call accepted StartTest or StartCutover
 * @param job what came of it
 */
record Launched(AwsCall call, AwsJob job, String instanceId) {

  /** Oldest first. */
  static Stream<Launched> by(ServerCase server) {
    return Stream.of("StartTest", "StartCutover").flatMap(server::calls).filter(AwsCall::ours).flatMap(call -> of(server, call));
  }

  private static Stream<Launched> of(ServerCase server, AwsCall call) {
    return server.trial().evidence().jobs().stream().filter(job -> call.jobId().filter(job.jobId()::equals).isPresent())
        .flatMap(job -> call.sourceServers().stream().filter(server::boundTo).map(job.launched()::get).filter(Objects::nonNull)
            .map(instance -> new Launched(call, job, instance)));
  }
}
