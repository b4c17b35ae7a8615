package dev.convoy.replication.follow;

import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Watches replication: one poll for all servers of an account and region. It never ends by itself and changes nothing;
 * what it sees is recorded when it is news.
 */
public final class FollowReplicationHandler implements OperationHandler<FollowReplication, ReplicationOutcome> {

  private final SourceServers servers;
  private final Duration healthyLag;
  private final Duration pollInterval;
  private final Clock clock;

  /** @param healthyLag most lag of a healthy replication: crossing it is news */
  public FollowReplicationHandler(SourceServers servers, Duration healthyLag, Duration pollInterval, Clock clock) {
    this.servers = servers;
    this.healthyLag = healthyLag;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  @Override
  public Class<FollowReplication> operation() {
    return FollowReplication.class;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<FollowReplication> operations) {
    var seen = new HashMap<OperationId, Observation<ReplicationOutcome>>();
    operations.stream().collect(Collectors.groupingBy(FollowReplication::account)).forEach((account, ofAccount) -> {
      try {
        var readAt = clock.instant();
        var ids = ofAccount.stream().map(FollowReplication::sourceServerId).collect(Collectors.toSet());
        var sightings = servers.read(account, ids);
        ofAccount.forEach(operation -> seen.put(operation.id(),
            running(operation, sightings.getOrDefault(operation.sourceServerId(), Sighting.absent()), readAt)));
      } catch (ReadRefusedException e) {
        throw new UnreachableException("MGN refuses to be read: " + e.getMessage(), pollInterval, e);
      }
    });
    return seen;
  }

  /** A read that began before the quiesce shows nothing about it. */
  private Observation<ReplicationOutcome> running(FollowReplication operation, Sighting sighting, Instant readAt) {
    var quiescedAt = operation.quiescedAt();
    var countsFrom = quiescedAt != null && readAt.isAfter(quiescedAt) ? quiescedAt : null;
    return new Observation.Running<>(
        new ReplicationSighted(OutcomeHeader.of(operation.header(), readAt), sighting),
        sighting.fingerprint(healthyLag, countsFrom));
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<FollowReplication> operations) {
    return operations.stream().map(FollowReplication::id)
        .collect(Collectors.toMap(Function.identity(), id -> new Acted.Accepted<>()));
  }
}
