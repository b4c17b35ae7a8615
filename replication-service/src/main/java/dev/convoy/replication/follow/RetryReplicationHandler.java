package dev.convoy.replication.follow;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pushes a stalled replication once: {@code RetryDataReplication}. A refusal is no failure: it is watched anyway. */
public final class RetryReplicationHandler implements OperationHandler<RetryReplication, ReplicationOutcome> {

  private final SourceServers servers;
  private final Lookout<RetryReplication> lookout;
  private final Duration absenceAfter;
  private final Duration pollInterval;

  public RetryReplicationHandler(SourceServers servers, Duration absenceAfter, Duration pollInterval, Clock clock) {
    this.servers = servers;
    this.lookout = new Lookout<>(servers, clock, RetryReplication::sourceServerId);
    this.absenceAfter = absenceAfter;
    this.pollInterval = pollInterval;
  }

  @Override
  public Class<RetryReplication> operation() {
    return RetryReplication.class;
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
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<RetryReplication> operations) {
    return lookout.look(operations, this::judge);
  }

  private Observation<ReplicationOutcome> judge(RetryReplication operation, Sighting sighting, Instant readAt) {
    return Sighting.STALLED.equals(sighting.state()) ? new Observation.NotDone<>()
        : new Observation.Ended<>(retried(operation, "not needed: " + sighting.state()));
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<RetryReplication> operations) {
    return operations.stream().collect(Collectors.toMap(RetryReplication::id, this::retry));
  }

  private Acted<ReplicationOutcome> retry(RetryReplication operation) {
    return switch (servers.retry(operation.account(), operation.sourceServerId())) {
      case Answer.Ok<Boolean> ok -> new Acted.Ended<>(retried(operation, "accepted"));
      case Answer.Refused<Boolean> refused -> new Acted.Ended<>(retried(operation, "refused: " + refused.message()));
      case Answer.Throttled<Boolean>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<Boolean> unknown -> new Acted.Ended<>(retried(operation, "no answer"));
    };
  }

  private ReplicationRetried retried(RetryReplication operation, String answer) {
    return new ReplicationRetried(lookout.header(operation), answer);
  }
}
