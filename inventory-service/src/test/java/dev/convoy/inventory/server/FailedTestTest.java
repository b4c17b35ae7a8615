package dev.convoy.inventory.server;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The instance of a test that has failed stays for people to look at, until one has it ended. */
class FailedTestTest {

  private static final String WEB = "web-1";
  private static final String WAVE = "wave-1";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));

  private World launched() {
    return world.tell(WEB, Samples.message(WEB, d -> d))
        .tell(WAVE, new WaveCommand.PlanWave("plan", WAVE, "ann", new WavePlan(
            List.of(), GroupPolicy.HOLD, null, null, null, null, false, null)))
        .tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann")).tellAll(WEB, facts.build()).tell(WEB, facts.test().getFirst());
  }

  private String detail() {
    return world.all(ServerStatus.class).stream().filter(s -> s.getServerId().equals(WEB)).reduce((a, b) -> b).orElseThrow()
        .getWaitsForDetail();
  }

  private void isRefused(String id) {
    world.tell(WEB, new ServerCommand.EndTest(id, WEB, "ann", "seen enough"));
    assertThat(world.all(TestEndRequested.class)).isEmpty();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1194");
  }

  @Test
  void itsStatusNamesItAndTheCommandThatEndsItWhichIsHandedOnByName() {
    launched().tell(WEB, facts.testFailed(1));
    assertThat(detail()).contains("i-test (10.0.0.1) still runs and costs", "./convoy server end-test " + WEB);
    world.tell(WEB, new ServerCommand.EndTest("end", WEB, "ann", "seen enough")).tell(WEB, new ServerCommand.EndTest("end", WEB, "ann", "seen enough"));
    assertThat(world.all(TestEndRequested.class)).singleElement().satisfies(asked -> {
      assertThat(asked.getRound()).isEqualTo(1);
      assertThat(asked.getRequestedBy()).isEqualTo("ann");
      assertThat(asked.getReason()).isEqualTo("seen enough");
    });
    world.tell(WEB, facts.testEnded());
    assertThat(detail()).contains("CVY-5001").doesNotContain("still runs");
  }

  @Test
  void whereNoTestHasFailedNothingIsEnded() {
    launched();
    isRefused("early");
  }

  @Test
  void whatIsGoneIsNotEnded() {
    launched().tell(WEB, facts.testFailed(1)).tell(WEB, facts.testEnded());
    isRefused("late");
  }

  @Test
  void anotherRoundHasATestOfItsOwn() {
    launched().tell(WEB, facts.testFailed(1)).tell(WEB, new ServerCommand.RetestServer("retest", WEB, "ann"));
    isRefused("later");
  }
}
