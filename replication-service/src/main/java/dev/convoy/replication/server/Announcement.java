package dev.convoy.replication.server;

import dev.convoy.events.common.LaunchFault;
import dev.convoy.events.replication.AccountPreparationFailed;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationFailed;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationProgressed;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.kit.core.Failure;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ServerState.Build;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The events of this service. */
final class Announcement {

  private Announcement() {}

  static AccountPrepared prepared(ServerState state, Build build, AccountReady ready, Instant now) {
    return AccountPrepared.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.attempt()).setOccurredAt(now)
        .setAccount(build.target().getAccount()).setRegion(build.target().getRegion())
        .setMaxReplicatingServers(ready.maxReplicatingServers()).setTemplateDrift(ready.drift())
        .build();
  }

  static AccountPreparationFailed preparationFailed(ServerState state, Failure failure, boolean last, Instant now) {
    return AccountPreparationFailed.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.attempt()).setOccurredAt(now)
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(last)
        .build();
  }

  static ReplicationStarted started(ServerState state, String sourceServerId, Instant now) {
    return ReplicationStarted.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.attempt()).setOccurredAt(now)
        .setSourceServerId(sourceServerId)
        .build();
  }

  static ReplicationFailed failed(ServerState state, Failure failure, boolean last, Instant now) {
    return ReplicationFailed.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.attempt()).setOccurredAt(now)
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(last)
        .build();
  }

  static ReplicationProgressed progressed(ServerState state, Sighting sighting, Instant now) {
    return ReplicationProgressed.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.following().steps())
        .setOccurredAt(now)
        .setState(sighting.state()).setPercent(sighting.percent()).setReplicatedBytes(sighting.replicatedBytes())
        .setTotalBytes(sighting.totalBytes()).setBackloggedBytes(sighting.backloggedBytes())
        .setLagSeconds(seconds(sighting.lag())).setEtaAt(sighting.etaAt())
        .build();
  }

  static ReplicationHealthy healthy(ServerState state, Instant now) {
    return ReplicationHealthy.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.following().conditions())
        .setOccurredAt(now).setLagSeconds(lagSeconds(state)).setTotalBytes(totalBytes(state))
        .build();
  }

  /** While MGN does not know the disks it says none. */
  private static @Nullable Long totalBytes(ServerState state) {
    var last = state.following().last();
    return last == null || last.totalBytes() <= 0 ? null : last.totalBytes();
  }

  static ReplicationUnhealthy unhealthy(ServerState state, Sighting sighting, Failure reason, Instant now) {
    return ReplicationUnhealthy.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.following().conditions())
        .setOccurredAt(now).setState(sighting.state())
        .setCode(reason.code()).setMessage(reason.message()).setRemedy(reason.remedy()).setFinal$(false)
        .build();
  }

  static LaunchChecked checked(ServerState state, Instant now) {
    return LaunchChecked.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.foreseen().told()).setOccurredAt(now)
        .setFaults(state.foreseen().faults().stream()
            .map(fault -> new LaunchFault(fault.code(), fault.message(), fault.remedy())).toList())
        .build();
  }

  static ReplicationDrained drained(ServerState state, Instant quiescedAt, Instant now) {
    return ReplicationDrained.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(quiesceAttempt(state)).setOccurredAt(now)
        .setQuiescedAt(quiescedAt).setReadAt(state.following().seenAt()).setLagSeconds(lagSeconds(state))
        .build();
  }

  static ReplicationDrainFailed drainFailed(ServerState state, Failure failure, Instant now) {
    return ReplicationDrainFailed.newBuilder()
        .setServerId(state.serverId()).setRound(state.round()).setAttempt(state.attempt()).setOccurredAt(now)
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(true)
        .build();
  }

  private static int quiesceAttempt(ServerState state) {
    var quiesce = state.quiesce();
    return quiesce == null ? 0 : quiesce.attempt();
  }

  private static long lagSeconds(ServerState state) {
    var last = state.following().last();
    var lag = last == null ? null : seconds(last.lag());
    return lag == null ? 0 : lag;
  }

  private static @Nullable Long seconds(@Nullable Duration lag) {
    return lag == null ? null : lag.toSeconds();
  }
}
