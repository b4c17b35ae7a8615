package dev.convoy.inventory.server;

import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.launch.DnsPrepared;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the status says of names before an outage. */
class NamesNoteTest {

  private static final Instant FORGOTTEN = Instant.parse("2026-01-01T05:00:00Z");
  private static final String NOTE = "answers of before (3600 s) lead to the source until 2026-01-01T05:00:00Z";

  private final World world = new World();
  private final Facts facts = new Facts("a", 1, world.now());

  private void authorized() {
    world.tell("a", Samples.message("a", d -> d)).tell("wave-1", new WaveCommand.StartWave("s", "wave-1", "ann"))
        .tellAll("a", facts.build()).tellAll("a", facts.test());
  }

  private DnsPrepared prepared(int round, boolean awaited) {
    return new DnsPrepared("a", round, 2, world.now(), List.of("web.example.com"), 3600L, FORGOTTEN, awaited);
  }

  private String detail() {
    return world.last(ServerStatus.class).getWaitsForDetail();
  }

  @Test
  void theWaitForAnswersOfBeforeIsSaidUntilTheOutage() {
    authorized();
    world.tell("a", prepared(1, true));
    assertThat(detail()).contains("launch slots").endsWith(NOTE + "; its outage waits for that");
    assertThat(world.last(ServerStatus.class).getWaitsFor()).isEqualTo(WaitsFor.SLOT);
    world.tellAll("a", facts.outage());
    assertThat(detail()).doesNotContain("answers of before");
  }

  @Test
  void aTimeThatIsNotWaitedForIsSaidTooAndThatOfAnotherRoundIsNot() {
    authorized();
    world.tell("a", prepared(1, false));
    assertThat(detail()).endsWith(NOTE + "; its outage does not wait for that");
    world.tell("a", prepared(0, true));
    assertThat(detail()).endsWith("does not wait for that");
  }
}
