package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What people are told of post-launch actions that failed and need not succeed. */
class FailedActionsTest {

  private static final String REPORT = "Report (AWS-RunShellScript, SSM execution 7): the document ended with status Failed";

  private final World world = new World();
  private final Facts facts = new Facts("a", 1, world.now());

  private void started() {
    world.tell("a", Samples.message("a", d -> d)).tell("wave-1", new WaveCommand.StartWave("s", "wave-1", "ann"))
        .tellAll("a", facts.build());
  }

  private List<String> shown() {
    return world.last(ServerStatus.class).getFailedActions();
  }

  /** The launch of a test or of a cutover among these facts, with what had failed. */
  private static SpecificRecord failing(SpecificRecord launched, String... actions) {
    return switch (launched) {
      case TestLaunched e -> TestLaunched.newBuilder(e).setFailedActions(List.of(actions)).build();
      case CutoverLaunched e -> CutoverLaunched.newBuilder(e).setFailedActions(List.of(actions)).build();
      default -> throw new IllegalArgumentException(launched.toString());
    };
  }

  @Test
  void theStatusSaysThemUntilTheNextLaunchAlsoWhenTheTestInstanceIsGone() {
    started();
    assertThat(shown()).isEmpty();
    var test = facts.test();
    world.tell("a", failing(test.getFirst(), REPORT));
    assertThat(shown()).containsExactly(REPORT);
    world.tell("a", test.get(1)).tell("a", test.get(2));
    assertThat(world.last(ServerStatus.class).getInstanceId()).isNull();
    assertThat(shown()).containsExactly(REPORT);
    world.tellAll("a", facts.outage()).tell("a", facts.cutover().getFirst());
    assertThat(shown()).as("all of the target are well").isEmpty();
  }

  @Test
  void thoseOfAnotherRoundAreNotSaid() {
    world.tell("a", Samples.message("a", d -> d)).tell("wave-1", new WaveCommand.PlanWave("p", "wave-1", "ann",
        new WavePlan(List.of(Gate.CUTOVER), GroupPolicy.HOLD, null, null, null, null)));
    world.tell("wave-1", new WaveCommand.StartWave("s", "wave-1", "ann")).tellAll("a", facts.build())
        .tell("a", failing(facts.test().getFirst(), REPORT)).tellAll("a", facts.test().subList(1, 3))
        .tell("a", new ServerCommand.RetestServer("again", "a", "ann"));
    assertThat(world.last(ServerStatus.class).getRound()).isEqualTo(2);
    assertThat(shown()).isEmpty();
    world.tell("a", failing(facts.test().getFirst(), REPORT));
    assertThat(shown()).as("a fact of a round that is over").isEmpty();
  }

  @Test
  void aCutoverSaysItsOwn() {
    started();
    world.tellAll("a", facts.test()).tellAll("a", facts.outage()).tell("a", failing(facts.cutover().getFirst(), REPORT, "Join: denied"));
    assertThat(shown()).containsExactly(REPORT, "Join: denied");
  }
}
