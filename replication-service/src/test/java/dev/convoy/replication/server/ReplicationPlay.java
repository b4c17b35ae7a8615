package dev.convoy.replication.server;

import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.histories.DeciderPlay;
import dev.convoy.replication.quota.QuotaAnswer.PlaceTaken;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What can happen to a server in replication-service. */
final class ReplicationPlay extends DeciderPlay<ServerState, ReplicationOperation, ReplicationOutcome> {

  private static final ReplicationDecider DECIDER = new ReplicationDecider(Journey.LOOKING);

  ReplicationPlay() {
    super(DECIDER, Journey.SERVER);
  }

  @Override
  protected List<Object> messages(int round) {
    int latest = Math.max(1, state().round());
    int begun = state().phase().compareTo(Phase.WITHDRAWING) < 0 ? round : Math.min(round, state().round());
    return List.of(made(() -> built(round)), made(() -> Journey.installed(latest)), made(() -> place()),
        made(() -> Journey.quiesced(begun, now())), made(() -> resumed()), made(() -> Journey.testAuthorized(begun)),
        made(() -> Journey.cutoverAuthorized(begun)), made(() -> Journey.retest(begun)), made(() -> Journey.retry(now())),
        made(() -> Journey.held(now())),
        made(() -> Journey.released(now())), made(() -> Journey.withdrawalRequested(latest)),
        made(() -> Journey.withdrawn(latest)), made(() -> Journey.finalized()));
  }

  @Override
  protected List<Object> likely() {
    int round = Math.max(1, state().round());
    return switch (state().phase()) {
      case IDLE, PREPARED -> List.of(made(() -> Journey.build(round)), made(() -> Journey.installed(round)));
      case QUEUED -> List.of(made(() -> place()), made(() -> Journey.held(now())), made(() -> Journey.released(now())));
      case SYNCING, HEALTHY -> List.of(made(() -> Journey.quiesced(round, now())), made(() -> Journey.testAuthorized(round + 1)),
          made(() -> Journey.held(now())), made(() -> Journey.released(now())));
      case DRAINING, DRAINED, DRAIN_FAILED ->
          List.of(made(() -> resumed()), made(() -> Journey.retry(now())), made(() -> Journey.retest(round + 1)),
              made(() -> Journey.finalized()));
      case ENDED -> List.of(made(() -> Journey.build(round)), made(() -> Journey.build(round + 1)));
      default -> List.of(made(() -> Journey.retry(now())), made(() -> Journey.held(now())), made(() -> Journey.released(now())));
    };
  }

  /** A request to withdraw is followed by the withdrawal, before anything else. */
  private Object built(int round) {
    return Journey.build(state().phase() == Phase.WITHDRAWING ? Math.min(round, state().round()) : round);
  }

  private Object place() {
    return new PlaceTaken(Journey.SERVER, state().registered());
  }

  /** A source is resumed in the round in which it was quiesced. */
  private Object resumed() {
    var quiesce = state().quiesce();
    return Journey.resumed(quiesce == null ? 0 : quiesce.round(), now());
  }

  @Override
  protected List<ReplicationOutcome> outcomes(ReplicationOperation operation, OutcomeHeader header) {
    return switch (operation) {
      case PrepareAccount o -> orFailed(new AccountReady(header, 150, List.of()));
      case ConfigureReplication o -> orFailed(new SettingsInPlace(header));
      case StartReplication o -> orFailed(new ReplicationRunning(header));
      case CheckLaunch o -> List.of(new LaunchForeseen(header, List.of()), new LaunchForeseen(header, List.of(Journey.PASSING)));
      case RetryReplication o -> List.of(new ReplicationRetried(header, "accepted"));
      case FollowReplication o -> Stream.of(Journey.continuous(Duration.ZERO, now().minusSeconds(40)),
              Journey.continuous(Duration.ZERO, now()), Journey.continuous(Duration.ofMinutes(9), now()),
              Journey.error("AGENT_NOT_SEEN"), Journey.error("NEWER_THAN_THIS_BUILD"), Journey.state("INITIAL_SYNC"),
              Journey.state(Sighting.STOPPED), Journey.state("BACKLOG"), Sighting.absent())
          .<ReplicationOutcome>map(sighting -> new ReplicationSighted(header, sighting)).toList();
    };
  }

  private static List<ReplicationOutcome> orFailed(ReplicationOutcome done) {
    return List.of(done, new OperationFailed(done.header(), Journey.PASSING),
        new OperationFailed(done.header(), Journey.PERMANENT));
  }

  @Override
  protected List<ReplicationOutcome> everyOutcome(OutcomeHeader header) {
    return List.of(new AccountReady(header, 150, List.of()), new SettingsInPlace(header),
        new ReplicationRunning(header), new ReplicationRetried(header, "accepted"),
        new LaunchForeseen(header, List.of(Journey.PERMANENT)), new ReplicationSighted(header, Sighting.absent()),
        new ReplicationSighted(header, Journey.continuous(Duration.ZERO, now())),
        new OperationFailed(header, Journey.PASSING), new OperationFailed(header, Journey.PERMANENT));
  }

  @Override
  protected boolean hasEnded(ServerState of) {
    return of.phase() == Phase.ENDED;
  }

  @Override
  protected Enum<?> phase(ServerState of) {
    return of.phase();
  }

  @Override
  protected Set<String> mayBeLeft() {
    return Set.of("RetryReplication"); // a stall that is over needs no push; the next stall has its own
  }

  @Override
  protected Set<String> mayComeBack() {
    return Set.of("FollowReplication", "CheckLaunch"); // one id for the whole round
  }

  @Override
  protected void check(ServerState before, Input<ReplicationOutcome> input, Decision<ServerState> decision) {
    var after = decision.state();
    for (var operation : decider().wanted(after)) {
      assertThat(operation.header().act()).as("held: %s", operation).isEqualTo(!after.hold().on());
      assertThat(operation instanceof StartReplication && !after.placeTaken()).as("start without a place").isFalse();
      assertThat(after.leaving()).as("leaving: %s", operation).isEqualTo(leavingAllowed(after));
    }
    for (var event : decision.events()) {
      if (event instanceof ReplicationDrained drained) {
        assertThat(drained.getQuiescedAt()).isEqualTo(after.quiescedAt()).isBefore(drained.getReadAt());
      }
      if (event instanceof LaunchChecked) {
        assertThat(after.quiescedAt()).as("gates that wait in an outage").isNull();
      }
      if (event instanceof ReplicationHealthy || event instanceof ReplicationUnhealthy) {
        assertThat(after.quiescedAt()).as("health of a quiesced source").isNull();
      }
    }
  }

  /** Only a server that was never followed can be finalized and go on; that does not happen outside of this test. */
  private static ServerState.Leaving leavingAllowed(ServerState state) {
    return state.leaving() == ServerState.Leaving.FINALIZED && !Phase.FOLLOWED.contains(state.phase())
        ? ServerState.Leaving.FINALIZED : ServerState.Leaving.NO;
  }
}
