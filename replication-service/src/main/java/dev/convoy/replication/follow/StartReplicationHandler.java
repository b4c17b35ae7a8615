package dev.convoy.replication.follow;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.replication.server.Failures;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts replication of servers that stand at {@code STOPPED}; whatever else they do counts as started. */
public final class StartReplicationHandler implements OperationHandler<StartReplication, ReplicationOutcome> {

  private final SourceServers servers;
  private final Lookout<StartReplication> lookout;
  private final Duration absenceAfter;
  private final Duration pollInterval;

  public StartReplicationHandler(SourceServers servers, Duration absenceAfter, Duration pollInterval, Clock clock) {
    this.servers = servers;
    this.lookout = new Lookout<>(servers, clock, StartReplication::sourceServerId);
    this.absenceAfter = absenceAfter;
    this.pollInterval = pollInterval;
  }

  @Override
  public Class<StartReplication> operation() {
    return StartReplication.class;
  }

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  @Override
  public Duration absenceAfter() {
    return absenceAfter;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<StartReplication> operations) {
    return lookout.look(operations, this::judge);
  }

  private Observation<ReplicationOutcome> judge(StartReplication operation, Sighting sighting, Instant readAt) {
    return switch (sighting.state()) {
      case Sighting.STOPPED -> new Observation.NotDone<>();
      case Sighting.ABSENT ->
          lookout.ended(operation, Failures.sourceServerMissing(operation.sourceServerId()));
      case Sighting.DISCONNECTED -> lookout.ended(operation, Failures.disconnected(operation.sourceServerId()));
      default -> new Observation.Ended<>(new ReplicationRunning(lookout.header(operation)));
    };
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<StartReplication> operations) {
    return operations.stream().collect(Collectors.toMap(StartReplication::id, this::start));
  }

  private Acted<ReplicationOutcome> start(StartReplication operation) {
    return switch (servers.start(operation.account(), operation.sourceServerId())) {
      case Answer.Ok<Boolean> ok -> new Acted.Ended<>(new ReplicationRunning(lookout.header(operation)));
      case Answer.Refused<Boolean> refused when "ServiceQuotaExceededException".equals(refused.code()) ->
          new Acted.NotAccepted<>(pollInterval);
      case Answer.Refused<Boolean> refused ->
          new Acted.Ended<>(new OperationFailed(lookout.header(operation), Failures.startRefused(refused)));
      case Answer.Throttled<Boolean>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<Boolean> unknown -> new Acted.Unknown<>();
    };
  }
}
