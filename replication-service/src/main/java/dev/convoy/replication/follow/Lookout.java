package dev.convoy.replication.follow;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Observation;
import dev.convoy.replication.server.Failures;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.ReplicationOperation;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One look at the source servers of many operations: one read per account, however many operations there are. */
final class Lookout<O extends ReplicationOperation> {

  /** What a sighting means for an operation. */
  @FunctionalInterface
  interface Judgement<O> {
    /** @param readAt when the read began */
    Observation<ReplicationOutcome> of(O operation, Sighting sighting, Instant readAt);
  }

  private final SourceServers servers;
  private final Clock clock;
  private final Function<O, String> sourceServerId;

  Lookout(SourceServers servers, Clock clock, Function<O, String> sourceServerId) {
    this.servers = servers;
    this.clock = clock;
    this.sourceServerId = sourceServerId;
  }

  /** Servers that MGN does not list are judged as {@link Sighting#absent()}. */
  Map<OperationId, Observation<ReplicationOutcome>> look(List<O> operations, Judgement<O> judgement) {
    var seen = new HashMap<OperationId, Observation<ReplicationOutcome>>();
    operations.stream().collect(Collectors.groupingBy(ReplicationOperation::account)).forEach((account, ofAccount) -> {
      try {
        var readAt = clock.instant();
        var sightings = servers.read(account, ofAccount.stream().map(sourceServerId).collect(Collectors.toSet()));
        for (var operation : ofAccount) {
          var sighting = sightings.getOrDefault(sourceServerId.apply(operation), Sighting.absent());
          seen.put(operation.id(), judgement.of(operation, sighting, readAt));
        }
      } catch (ReadRefusedException e) {
        ofAccount.forEach(operation -> seen.put(operation.id(), ended(operation, Failures.mayNotRead(e))));
      }
    });
    return seen;
  }

  Observation<ReplicationOutcome> ended(O operation, Failure failure) {
    return new Observation.Ended<>(new OperationFailed(header(operation), failure));
  }

  OutcomeHeader header(O operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }
}
