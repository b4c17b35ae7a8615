package dev.convoy.inventory.server;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.inventory.SnapshotsWaived;
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

/** AWS refuses the snapshots of a stopped target for good: its source serves again, and a person may do without them. */
class OwedSnapshotsTest {

  private static final String WEB = "web-1";
  private static final String WAVE = "wave-1";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));

  private World owing() {
    var back = facts.rollback();
    return moved().tell(WEB, facts.snapshotsRefused(3, "CVY-4151")).tellAll(WEB, back.subList(0, 2));
  }

  private World moved() {
    return world.tell(WEB, Samples.message(WEB, d -> d))
        .tell(WAVE, new WaveCommand.PlanWave("plan", WAVE, "ann", new WavePlan(
            List.of(), GroupPolicy.HOLD, null, null, null, null, false, null)))
        .tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann")).tellAll(WEB, facts.build())
        .tellAll(WEB, facts.test()).tellAll(WEB, facts.outage()).tellAll(WEB, facts.cutover())
        .tell(WEB, new ServerCommand.RollBackServer("back", WEB, "ann", "users complain"));
  }

  private ServerStatus status() {
    return world.all(ServerStatus.class).stream().filter(s -> s.getServerId().equals(WEB)).reduce((a, b) -> b).orElseThrow();
  }

  private String detail() {
    return status().getWaitsForDetail();
  }

  private void isRefused(String id) {
    world.forget().tell(WEB, new ServerCommand.WaiveSnapshots(id, WEB, "ann", "nobody had written"));
    assertThat(world.types()).containsExactly("CommandRejected");
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1193");
  }

  @Test
  void itsStatusSaysWhatIsOwedAndWhatWaivesItUntilAPersonDoes() {
    owing();
    assertThat(status().getParked().getCode()).isEqualTo("CVY-4151");
    world.tell(WEB, new ServerCommand.RetryServer("again", WEB, "ann"));
    assertThat(detail()).contains("snapshots of its stopped target are owed", "./convoy server waive-snapshots " + WEB + " --reason TEXT");
    world.tell(WEB, facts.snapshotsRefused(4, "CVY-4151")).forget()
        .tell(WEB, new ServerCommand.WaiveSnapshots("without", WEB, "ann", "nobody had written"));

    assertThat(world.types()).contains("SnapshotsWaived");
    assertThat(world.last(SnapshotsWaived.class).getWaivedBy()).isEqualTo("ann");
    assertThat(world.last(SnapshotsWaived.class).getReason()).isEqualTo("nobody had written");
    assertThat(world.last(SnapshotsWaived.class).getRound()).isEqualTo(1);
    assertThat(status().getParked()).isNull();
    assertThat(detail()).contains("waived by ann: nobody had written");
  }

  @Test
  void theSameCommandWaivesOnceAndAnotherOneOnceMore() {
    owing().tell(WEB, new ServerCommand.WaiveSnapshots("without", WEB, "ann", "nobody had written")).forget()
        .tell(WEB, new ServerCommand.WaiveSnapshots("without", WEB, "ann", "nobody had written"));
    assertThat(world.types()).isEmpty();
    world.tell(WEB, new ServerCommand.WaiveSnapshots("still", WEB, "joe", "still not needed"));
    assertThat(world.last(SnapshotsWaived.class).getWaivedBy()).isEqualTo("joe");
  }

  @Test
  void whatIsNotOwedIsNotWaived() {
    moved();
    isRefused("early");
    world.tellAll(WEB, facts.rollback().subList(0, 2));
    isRefused("taken");
    world.tell(WEB, facts.snapshotsRefused(1, "CVY-4153"));
    isRefused("nothing left");
  }

  @Test
  void onceTheRollbackHasEndedNothingIsOwed() {
    owing().tell(WEB, facts.rollback().getLast());
    assertThat(detail()).doesNotContain("waive-snapshots");
    isRefused("late");
  }
}
