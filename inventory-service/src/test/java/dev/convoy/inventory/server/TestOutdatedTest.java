package dev.convoy.inventory.server;

import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A passed test that launch-service does not count any more. */
class TestOutdatedTest {

  private static final String WEB = "web-1";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));

  private World authorized() {
    return world.tell(WEB, Samples.message(WEB, d -> d)).tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"))
        .tellAll(WEB, facts.build()).tellAll(WEB, facts.test()).forget();
  }

  @Test
  void itsCutoverIsRevokedAndAPersonIsToldWhyAndWhatToDo() {
    authorized().tell(WEB, facts.testOutdated());
    assertThat(world.last(CutoverRevoked.class).getReason()).contains("a disk was added");
    assertThat(world.last(ServerParked.class)).satisfies(parked -> {
      assertThat(parked.getCode()).isEqualTo("CVY-1304");
      assertThat(parked.getEvidence()).contains("a disk was added");
      assertThat(parked.getRemedy()).contains("./convoy server retest " + WEB);
    });
    assertThat(world.last(ServerStatus.class).getTestCounts()).isFalse();
    assertThat(world.last(ServerStatus.class).getWaitsFor()).isEqualTo(WaitsFor.PERSON);
  }

  @Test
  void aNewTestIsWhatHelps() {
    authorized().tell(WEB, facts.testOutdated()).forget().tell(WEB, new ServerCommand.RetestServer("again", WEB, "ann"));
    assertThat(world.types()).contains("RetestRequested", "TestAuthorized").doesNotContain("CommandRejected");
    assertThat(world.state(WEB).attention().parked()).isNull();
    assertThat(world.state(WEB).round().number()).isEqualTo(2);
  }

  @Test
  void itIsSaidOnce() {
    var said = facts.testOutdated();
    authorized().tell(WEB, said).forget().tell(WEB, said);
    assertThat(world.types()).isEmpty();
  }

  @Test
  void whoeverIsInAnOutageIsLetFinish() {
    authorized().tellAll(WEB, facts.outage()).forget().tell(WEB, facts.testOutdated());
    assertThat(world.types()).doesNotContain("CutoverRevoked", "ServerParked");
    assertThat(world.state(WEB).round().gates().cutover()).isTrue();
  }

  @Test
  void ofARoundBeforeItSaysNothing() {
    authorized().tell(WEB, facts.testOutdated()).tell(WEB, new ServerCommand.RetestServer("again", WEB, "ann")).forget()
        .tell(WEB, facts.testOutdated());
    assertThat(world.types()).isEmpty();
  }
}
