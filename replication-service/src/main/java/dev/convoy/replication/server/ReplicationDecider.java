package dev.convoy.replication.server;

import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ServerState.Build;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides on the replication of one server. */
public final class ReplicationDecider implements Decider<ServerState, ReplicationOperation, ReplicationOutcome> {

  private final ReplicationPolicy policy;
  private final Lifecycle<Phase, ServerState, ReplicationOutcome> lifecycle;

  public ReplicationDecider(ReplicationPolicy policy) {
    this.policy = policy;
    this.lifecycle = ReplicationLifecycle.of(policy);
  }

  /** The transition table, for its diagram and its coverage. */
  public Lifecycle<Phase, ServerState, ReplicationOutcome> lifecycle() {
    return lifecycle;
  }

  @Override
  public ServerState initial(String serverId) {
    return ServerState.initial(serverId);
  }

  @Override
  public Decision<ServerState> decide(ServerState state, Input<ReplicationOutcome> input, Instant now) {
    return switch (input) {
      case Input.Message<ReplicationOutcome>(var fact) ->
          lifecycle.run(Facts.merge(state, fact), null, new Emitter(), now);
      case Input.Reported<ReplicationOutcome>(var outcome) -> lifecycle.run(state, outcome, new Emitter(), now);
      case Input.Tick<ReplicationOutcome> tick -> lifecycle.run(state, null, new Emitter(), now);
    };
  }

  @Override
  public List<ReplicationOperation> wanted(ServerState state) {
    var build = state.build();
    if (build == null) {
      return List.of();
    }
    if (state.phase() == Phase.PREPARING) {
      return List.of(new PrepareAccount(
          header(state, build, PrepareAccount.class, state.attempt(), state.since()), build.account(), staging(build)));
    }
    var id = state.sourceServerId();
    return id == null ? List.of() : onSourceServer(state, build, id);
  }

  private List<ReplicationOperation> onSourceServer(ServerState state, Build build, String id) {
    return switch (state.phase()) {
      case CONFIGURING -> List.of(new ConfigureReplication(
          header(state, build, ConfigureReplication.class, state.attempt(), state.since()), build.account(), id,
          staging(build)));
      case STARTING -> List.of(new StartReplication(
          header(state, build, StartReplication.class, state.attempt(), state.since()), build.account(), id));
      case UNHEALTHY -> Stream.of(follow(state, build, id), push(state, build, id), check(state, build, id))
          .flatMap(each -> each).toList();
      case SYNCING, HEALTHY, OVERDUE -> Stream.concat(follow(state, build, id), check(state, build, id)).toList();
      case DRAINING, DRAINED, DRAIN_FAILED -> follow(state, build, id).toList();
      case IDLE, PREPARING, PREPARATION_FAILED, PREPARED, CONFIGURATION_FAILED, QUEUED, START_FAILED, WITHDRAWING,
          ENDED -> List.of();
    };
  }

  private static Stream<ReplicationOperation> follow(ServerState state, Build build, String id) {
    var header = header(state, build, FollowReplication.class, 1, state.following().since());
    return Stream.of(new FollowReplication(header, build.account(), id, state.quiescedAt()));
  }

  private static Stream<ReplicationOperation> push(ServerState state, Build build, String id) {
    var following = state.following();
    var since = following.haltedSince();
    return since == null || !following.wantsPush() ? Stream.empty() : Stream.of(new RetryReplication(
        header(state, build, RetryReplication.class, following.pushes(), since), build.account(), id));
  }

  /** Not of a source that is quiesced: nothing would be done about what is found then. */
  private Stream<ReplicationOperation> check(ServerState state, Build build, String id) {
    return policy.checkEvery().isZero() ? Stream.empty() : Stream.of(new CheckLaunch(
        header(state, build, CheckLaunch.class, 1, state.following().since()), build.account(), id, build.application(),
        build.windows(), state.quiesce() != null, !state.foreseen().faults().isEmpty(), build.target()));
  }

  private StagingSettings staging(Build build) {
    return StagingSettings.of(build.target(), policy.privateRouting());
  }

  private static OperationHeader header(
      ServerState state, Build build, Class<? extends ReplicationOperation> kind, int attempt, Instant since) {
    return new OperationHeader(state.serverId(), kind.getSimpleName(), build.round(), attempt,
        build.account().limitKey(), !state.hold().on(), since, build.waveId());
  }

  @Override
  public @Nullable Instant wakeAt(ServerState state) {
    var following = state.following();
    return switch (state.phase()) {
      case PREPARATION_FAILED, CONFIGURATION_FAILED, START_FAILED -> state.effort().retryAt();
      case SYNCING -> following.healthyOnce() ? null : following.patienceFrom().plus(policy.healthyWithin());
      case UNHEALTHY -> earliest(following);
      case DRAINING -> state.since().plus(policy.drainWithin());
      case IDLE, PREPARING, PREPARED, CONFIGURING, QUEUED, STARTING, HEALTHY, OVERDUE, DRAINED, DRAIN_FAILED,
          WITHDRAWING, ENDED -> null;
    };
  }

  private @Nullable Instant earliest(Following following) {
    var left = following.leftSince();
    return Stream.of(
            following.healthyOnce() ? Stream.<Instant>empty()
                : Stream.of(following.patienceFrom().plus(policy.healthyWithin())),
            left == null ? Stream.<Instant>empty() : Stream.of(left.plus(policy.stalledWithin())))
        .flatMap(times -> times).min(Instant::compareTo).orElse(null);
  }
}
