package dev.convoy.replication.server;

import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.replication.quota.QuotaAnswer.PlaceTaken;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import dev.convoy.schemas.registry.InMemoryRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Facts, outcomes and time in any order: nothing throws, the safety rules hold, ended servers stay ended. */
class RandomHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("histories", 10_000);
  private static final int STEPS = 40;

  private final ReplicationDecider decider = new ReplicationDecider(Journey.POLICY);

  @Test
  void holdTheSafetyRules() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", " + HISTORIES + " histories");
    var random = new Random(seed);
    for (int i = 0; i < HISTORIES; i++) {
      history(random, i % 100 == 0);
    }
  }

  private void history(Random random, boolean stored) {
    var state = decider.initial(Journey.SERVER);
    var now = Instant.parse("2026-01-01T00:00:00Z");
    for (int step = 0; step < STEPS; step++) {
      now = now.plusSeconds(random.nextInt(3600));
      var input = input(random, state, now);
      var decision = decider.decide(state, input, now);
      check(state, decision);
      if (input instanceof Input.Message<ReplicationOutcome>) {
        assertThat(decider.decide(decision.state(), input, now).events()).as("repeat of %s", input).isEmpty();
      }
      state = decision.state();
    }
    if (stored) {
      assertThat(throughTheStore(state)).isEqualTo(state);
    }
  }

  private static ServerState throughTheStore(ServerState state) {
    var codecs = new Codecs(new InMemoryRegistry());
    return codecs.read(ServerState.class, "state", codecs.write(ServerState.class, "state", state));
  }

  private void check(ServerState before, Decision<ServerState> decision) {
    var after = decision.state();
    if (before.phase() == Phase.ENDED) {
      assertThat(after.phase()).isEqualTo(Phase.ENDED);
      assertThat(decision.events()).isEmpty();
    }
    for (var operation : decider.wanted(after)) {
      assertThat(operation.header().act()).as("held: %s", operation).isEqualTo(!after.hold().on());
      assertThat(after.leaving()).as("leaving: %s", operation).isEqualTo(leavingAllowed(after));
      assertThat(operation instanceof StartReplication && !after.placeTaken()).as("start without a place").isFalse();
    }
    for (var event : decision.events()) {
      if (event instanceof ReplicationDrained drained) {
        assertThat(drained.getQuiescedAt()).isEqualTo(after.quiescedAt()).isBefore(drained.getReadAt());
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

  private Input<ReplicationOutcome> input(Random random, ServerState state, Instant now) {
    var wanted = decider.wanted(state);
    if (!wanted.isEmpty() && random.nextInt(3) > 0) {
      return new Input.Reported<>(outcome(random, wanted.get(random.nextInt(wanted.size())), now));
    }
    return random.nextInt(8) == 0 ? new Input.Tick<>() : new Input.Message<>(fact(random, now));
  }

  private static Object fact(Random random, Instant now) {
    int round = 1 + random.nextInt(3);
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6 -> Journey.build(round);
      case 7, 8, 9, 10, 11, 12, 13 -> Journey.installed();
      case 14, 15, 16, 17, 18, 19, 20 -> new PlaceTaken(Journey.SERVER);
      case 21, 22, 23, 24 -> Journey.quiesced(round, now);
      case 25, 26, 27 -> Journey.resumed(round, now);
      case 28, 29 -> Journey.testAuthorized(round);
      case 30, 31, 32 -> Journey.retry(now);
      case 33, 34 -> Journey.held(now);
      case 35, 36, 37 -> Journey.released(now);
      case 38 -> random.nextInt(4) == 0 ? Journey.withdrawalRequested() : Journey.finalized();
      default -> random.nextInt(8) == 0 ? Journey.withdrawn() : Journey.testAuthorized(round);
    };
  }

  private static ReplicationOutcome outcome(Random random, ReplicationOperation operation, Instant now) {
    if (random.nextInt(5) == 0 && !(operation instanceof FollowReplication || operation instanceof RetryReplication)) {
      return Journey.failed(operation, random.nextBoolean() ? Journey.PASSING : Journey.PERMANENT);
    }
    var header = OutcomeHeader.of(operation.header(), now);
    return switch (operation) {
      case PrepareAccount o -> new AccountReady(header, 150, List.of());
      case ConfigureReplication o -> new SettingsInPlace(header);
      case StartReplication o -> new ReplicationRunning(header);
      case RetryReplication o -> new ReplicationRetried(header, "accepted");
      case FollowReplication o -> new ReplicationSighted(header, sighting(random, now));
    };
  }

  private static Sighting sighting(Random random, Instant now) {
    return switch (random.nextInt(8)) {
      case 0 -> Journey.error("AGENT_NOT_SEEN");
      case 1 -> Journey.error("NEWER_THAN_THIS_BUILD");
      case 2 -> Journey.state("INITIAL_SYNC");
      case 3 -> Sighting.absent();
      case 4 -> Journey.state(Sighting.STOPPED);
      case 5 -> Journey.continuous(Duration.ofMinutes(random.nextInt(10)), now);
      default -> Journey.continuous(Duration.ZERO, now.minusSeconds(random.nextInt(100)));
    };
  }
}
