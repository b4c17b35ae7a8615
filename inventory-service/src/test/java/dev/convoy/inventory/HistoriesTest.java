package dev.convoy.inventory;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.declaration.DeclarationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random histories of servers and waves: no input throws, repeats are silent, the safety rules hold. */
class HistoriesTest {

  private static final List<String> SERVERS = List.of("a", "b", "c", "d");
  private static final int HISTORIES = Integer.getInteger("histories", 10_000);
  private static final int LONGEST = 60;

  @Test
  void theSafetyRulesHoldInRandomHistories() {
    long first = Long.getLong("seed", 1L);
    System.out.println("seed " + first + ", " + HISTORIES + " histories");
    for (long seed = first; seed < first + HISTORIES; seed++) {
      try {
        play(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
  }

  private static void play(Random random) {
    var world = new World();
    int length = random.nextInt(LONGEST);
    for (int i = 0; i < length; i++) {
      step(world, random, i);
    }
    check(world);
  }

  private static void step(World world, Random random, int number) {
    var server = SERVERS.get(random.nextInt(SERVERS.size()));
    switch (random.nextInt(12)) {
      case 0, 1 -> world.tell(server, Samples.message(server, d -> d.setWave("wave-" + random.nextInt(2))
          .setApplication(random.nextBoolean() ? "shop" : null)
          .setStrategy(random.nextInt(8) == 0 ? "Retire" : "Rehost")
          .setPort(random.nextInt(10) == 0 ? -1 : null)));
      case 2, 3 -> world.once("wave-" + number % 2, waveCommand(world, random, "w" + number, "wave-" + number % 2));
      case 4 -> world.once(server, serverCommand(random, "s" + number, server));
      case 5 -> world.after(Duration.ofHours(random.nextInt(30)));
      default -> {
        var round = 1 + random.nextInt(3) / 2;
        var all = facts(new Facts(server, round, world.now()));
        int from = random.nextInt(all.size());
        world.tellAll(server, all.subList(from, Math.min(all.size(), from + 1 + random.nextInt(6))));
      }
    }
    if (random.nextInt(40) == 0) {
      world.tell(server, new DeclarationMessage.Withdrawn(server, "cmdb"));
    }
  }

  private static List<SpecificRecord> facts(Facts facts) {
    var all = new ArrayList<>(facts.build());
    all.add(facts.unhealthy(false));
    all.addAll(facts.build());
    all.add(facts.testLaunchFailed(1, true));
    all.addAll(facts.test());
    all.addAll(facts.outage());
    all.add(facts.cutoverLaunchFailed());
    all.addAll(facts.cutover());
    all.addAll(facts.rollback());
    all.addAll(facts.end());
    return all;
  }

  private static WaveCommand waveCommand(World world, Random random, String id, String wave) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new WaveCommand.StartWave(id, wave, "ann");
      case 2 -> new WaveCommand.PauseWave(id, wave, "ann", "because");
      case 3 -> new WaveCommand.ResumeWave(id, wave, "ann");
      case 4 -> new WaveCommand.ApproveGate(id, wave, "ann", WavePlan.GATES.get(random.nextInt(4)));
      case 5 -> new WaveCommand.RollBackWave(id, wave, "ann", "because");
      case 6 -> new WaveCommand.RevokeCutover(id, wave, "ann", "because");
      default -> new WaveCommand.PlanWave(id, wave, "ann", new WavePlan(
          random.nextBoolean() ? List.of(Gate.CUTOVER) : List.of(), GroupPolicy.HOLD,
          random.nextBoolean() ? world.now().plus(Duration.ofHours(3)) : null,
          random.nextBoolean() ? world.now().plus(Duration.ofHours(9)) : null,
          random.nextInt(4) == 0 ? world.now().plus(Duration.ofDays(2)) : null, null));
    };
  }

  private static ServerCommand serverCommand(Random random, String id, String server) {
    return switch (random.nextInt(4)) {
      case 0 -> new ServerCommand.RetryServer(id, server, "ann");
      case 1 -> new ServerCommand.RetestServer(id, server, "ann");
      case 2 -> new ServerCommand.RollBackServer(id, server, "ann", "because");
      default -> new ServerCommand.WithdrawServer(id, server, "ann");
    };
  }

  /** Reads the published events in their order, as the verifier does. */
  private static void check(World world) {
    var once = new HashSet<String>();
    var status = new HashMap<String, ServerStatus>();
    for (var event : world.events()) {
      switch (event) {
        case ServerStatus s -> status.put(s.getServerId(), s);
        case BuildAuthorized e -> assertThat(once.add("build" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
        case TestAuthorized e -> assertThat(once.add("test" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
        case CutoverAuthorized e -> {
          assertThat(once.add("cutover" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
          assertThat(once).contains("test" + e.getServerId() + e.getRound());
          assertThat(status.get(e.getServerId()).getTestCounts()).as("%s", e).isTrue();
          assertThat(status.get(e.getServerId()).getStrategy()).isEqualTo(Strategy.REHOST);
        }
        case CutoverRevoked e -> assertThat(once.remove("cutover" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
        case FinalizeAuthorized e -> {
          assertThat(once.add("finalize" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
          assertThat(once).contains("cutover" + e.getServerId() + e.getRound());
        }
        default -> { }
      }
    }
    for (var wave : List.of("wave-0", "wave-1")) {
      var counts = world.header(wave).counts();
      assertThat(counts.servers()).isBetween(0, SERVERS.size());
      assertThat(counts.ended() + counts.parked()).isBetween(0, counts.servers());
    }
  }
}
