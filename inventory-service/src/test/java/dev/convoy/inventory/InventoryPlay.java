package dev.convoy.inventory;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.kit.histories.Play;
import dev.convoy.kit.histories.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** Four servers and two waves with the messages between them, read as the verifier reads them. */
final class InventoryPlay implements Play {

  private static final List<String> SERVERS = List.of("a", "b", "c", "d");

  private final World world = new World();
  private final Set<String> once = new HashSet<>();
  private final Map<String, ServerStatus> status = new HashMap<>();
  private int steps;

  /** A message to one server or wave. */
  record To(String target, Object message) {}

  @Override
  public Step draw(Random random) {
    var server = SERVERS.get(random.nextInt(SERVERS.size()));
    var wave = "wave-" + random.nextInt(2);
    return switch (random.nextInt(12)) {
      case 0, 1 -> given(server, Samples.message(server, d -> d.setWave(wave)
          .setApplication(random.nextBoolean() ? "shop" : null)
          .setStrategy(random.nextInt(9) == 0 ? "Retire" : "Rehost")
          .setPort(random.nextInt(10) == 0 ? -1 : null)));
      case 2, 3 -> given(wave, random.nextInt(9) == 0 ? new AcceptTests("t" + steps, wave, "ann", "looks well")
          : waveCommand(random, "w" + steps, wave));
      case 4 -> given(server, random.nextInt(6) == 0 ? new DeclarationMessage.Withdrawn(server, "cmdb")
          : serverCommand(random, "s" + steps, server));
      case 5 -> Step.tick(world.now().plus(Duration.ofHours(random.nextInt(30))));
      default -> given(server, fact(server, 1 + random.nextInt(3) / 2, random));
    };
  }

  private Step given(String target, Object message) {
    return Step.given(world.now().plusSeconds(1), new To(target, message));
  }

  /** Most often what comes next in its line. */
  private SpecificRecord fact(String server, int round, Random random) {
    var facts = new Facts(server, round, world.now());
    var all = new ArrayList<>(facts.build());
    all.add(facts.unhealthy(false));
    all.addAll(facts.build());
    all.add(facts.testLaunchFailed(1, true));
    all.addAll(facts.test());
    all.add(facts.testKept(world.now().plus(Duration.ofDays(1))).getLast());
    all.addAll(facts.outage());
    all.add(facts.cutoverLaunchFailed());
    all.addAll(facts.cutover());
    all.addAll(facts.rollback());
    all.addAll(facts.end());
    return all.get(random.nextInt(all.size()));
  }

  private WaveCommand waveCommand(Random random, String id, String wave) {
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
          random.nextInt(4) == 0 ? world.now().plus(Duration.ofDays(2)) : null, null, false,
          random.nextBoolean() ? Duration.ofDays(1) : null));
    };
  }

  private static ServerCommand serverCommand(Random random, String id, String server) {
    return switch (random.nextInt(15)) {
      case 14 -> new ServerCommand.EndTest(id, server, "ann", "seen enough");
      case 13 -> new ServerCommand.WaiveSnapshots(id, server, "ann", "nobody had written");
      case 12 -> new ServerCommand.CreateImage(id, server, "ann", "for a stack", null);
      case 11 -> new ServerCommand.AcceptTest(id, server, "ann", "looks well");
      case 5 -> new ServerCommand.DecideServer(id, server, "ann", ServerDecision.WITHOUT_TEST, "because");
      case 6 -> new ServerCommand.DecideServer(id, server, "ann", ServerDecision.WITHOUT_ROLLBACK, "because");
      case 7 -> new ServerCommand.DecideServer(id, server, "ann", ServerDecision.NORMAL, "because");
      case 10 -> new ServerCommand.AdoptServer(id, server, "ann", "because", "s-0123456789abcdef" + random.nextInt(2));
      case 8 -> new ServerCommand.ReinstallAgent(id, server, "ann", "because");
      case 9 -> new ServerCommand.BreakGlass(id, server, "ann", "because", random.nextBoolean() ? Duration.ofHours(2) : null);
      case 0 -> new ServerCommand.RetryServer(id, server, "ann");
      case 1 -> new ServerCommand.RetestServer(id, server, "ann");
      case 2 -> new ServerCommand.RollBackServer(id, server, "ann", "because");
      case 3 -> new ServerCommand.AcceptChange(id, server, "ann");
      default -> new ServerCommand.WithdrawServer(id, server, "ann");
    };
  }

  @Override
  public void apply(Step step) {
    steps++;
    world.forget();
    switch (step.what()) {
      case null -> world.after(Duration.between(world.now(), later(step.at())));
      case To(var target, Command command) -> world.once(target, command);
      case To(var target, var message) -> world.tell(target, message);
      default -> throw new IllegalArgumentException(step.toString());
    }
    world.events().forEach(this::check);
    for (var wave : List.of("wave-0", "wave-1")) {
      var counts = world.header(wave).counts();
      assertThat(counts.servers()).isBetween(0, SERVERS.size());
      assertThat(counts.ended() + counts.parked()).isBetween(0, counts.servers());
    }
  }

  private Instant later(Instant at) {
    return at.isBefore(world.now()) ? world.now() : at;
  }

  private void check(SpecificRecord event) {
    switch (event) {
      case ServerStatus s -> status.put(s.getServerId(), s);
      case BuildAuthorized e -> assertThat(once.add("build" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
      case TestAuthorized e -> assertThat(once.add("test" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
      case TestWaived e -> {
        assertThat(once.add("test" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
        once.add("waived" + e.getServerId() + e.getRound());
      }
      case CutoverAuthorized e -> {
        assertThat(once.add("cutover" + e.getServerId() + e.getRound())).as("%s", e).isTrue();
        assertThat(once).contains("test" + e.getServerId() + e.getRound());
        var waived = once.contains("waived" + e.getServerId() + e.getRound());
        assertThat(waived || status.get(e.getServerId()).getTestCounts()).as("%s", e).isTrue();
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
}
