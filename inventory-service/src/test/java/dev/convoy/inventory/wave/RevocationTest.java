package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GatePolicy;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Cutovers that were authorized and are taken back before they have begun. */
class RevocationTest extends WaveScene {

  @Test
  void aRevokedCutoverWaitsForAnApprovalAndIsThenAnotherOne() {
    servers("a");
    start();
    build("a");
    test("a");
    world.tell(WAVE, new WaveCommand.RevokeCutover("x", WAVE, "ann", "storm"));
    assertThat(world.last(CutoverRevoked.class).getAttempt()).isZero();
    assertThat(world.last(WavePlanned.class).getGates()).anySatisfy(gate -> {
      assertThat(gate.getGate()).isEqualTo(Gate.CUTOVER);
      assertThat(gate.getPolicy()).isEqualTo(GatePolicy.APPROVAL);
      assertThat(gate.getApproved()).isFalse();
    });
    assertThat(world.all(CutoverAuthorized.class)).hasSize(1);
    assertThat(world.last(ServerStatus.class).getWaitsFor()).isEqualTo(WaitsFor.GROUP);
    world.tell(WAVE, new WaveCommand.ApproveGate("y", WAVE, "ann", Gate.CUTOVER));
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
    assertThat(world.last(CutoverAuthorized.class).getAttempt()).isEqualTo(1);
    assertThat(world.last(CutoverAuthorized.class).getMoveGroup()).endsWith("/2");
  }

  @Test
  void whatIsInAnOutageIsNotRevokedNorIsItsApplication() {
    servers("a", "b");
    world.tell("c", Samples.message("c", d -> d.setApplication("other")));
    start();
    build("a", "b", "c");
    test("a");
    test("b");
    test("c");
    world.tellAll("a", facts("a").outage());
    world.tell(WAVE, new WaveCommand.RevokeCutover("x", WAVE, "ann", "storm"));
    assertThat(world.all(CutoverRevoked.class)).extracting(CutoverRevoked::getServerId).containsExactly("c");
    world.tell(WAVE, new WaveCommand.RevokeCutover("x2", WAVE, "ann", "storm"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1209");
  }

  @Test
  void anotherWindowHoldsForWhatHasNotBegun() {
    servers("a");
    start();
    build("a");
    test("a");
    var end = world.now().plus(Duration.ofHours(8));
    plan(new WavePlan(List.of(), GroupPolicy.HOLD, null, end, null, null));
    assertThat(world.all(CutoverRevoked.class)).hasSize(1);
    assertThat(world.last(CutoverAuthorized.class).getWindowEnd()).isEqualTo(end);
    plan(new WavePlan(List.of(), GroupPolicy.HOLD, world.now().plus(Duration.ofHours(1)), end, null, null));
    assertThat(world.all(CutoverRevoked.class)).hasSize(2);
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
    world.after(Duration.ofHours(2));
    assertThat(world.all(CutoverAuthorized.class)).hasSize(3);
  }

  @Test
  void aServerWhoseCutoverWasRevokedMayLeave() {
    servers("a");
    start();
    build("a");
    test("a");
    world.tell("a", new ServerCommand.WithdrawServer("w", "a", "ann"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1302");
    world.tell(WAVE, new WaveCommand.RevokeCutover("x", WAVE, "ann", "storm"));
    world.tell("a", new ServerCommand.WithdrawServer("w2", "a", "ann"));
    assertThat(world.all(ServerWithdrawn.class)).hasSize(1);
  }

  @Test
  void whoeverIsRolledBackAloneIsWaitedForByItsApplicationAndCutOverWithIt() {
    servers("a", "b");
    start();
    build("a", "b");
    test("a", "b");
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
    world.tell("a", new ServerCommand.RollBackServer("x", "a", "ann", "smoke"));
    world.tellAll("a", facts("a").rollback());
    world.tell("a", facts("a").healthy(), new ServerCommand.RetestServer("r", "a", "ann"));
    assertThat(world.all(CutoverRevoked.class)).extracting(CutoverRevoked::getServerId).containsExactly("b");
    assertThat(world.last(CutoverRevoked.class).getReason()).startsWith("a begins another round");
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
    world.tellAll("a", new Facts("a", 2, world.now()).test());
    assertThat(world.all(CutoverAuthorized.class).subList(2, 4)).allSatisfy(again -> {
      assertThat(again.getMoveGroup()).endsWith("/2");
      assertThat(again.getMoveGroupSize()).isEqualTo(2);
    }).extracting(CutoverAuthorized::getServerId).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whoeverGoesToAnotherWaveLeavesTheOthersToBeCutOverWithoutIt() {
    servers("a", "b");
    start();
    build("a", "b");
    test("a", "b");
    world.tell("a", Samples.message("a", d -> d.setWave("wave-2")));
    world.tell("a", new ServerCommand.AcceptChange("x", "a", "ann"));
    assertThat(world.last(CutoverAuthorized.class).getServerId()).isEqualTo("b");
    assertThat(world.last(CutoverAuthorized.class).getMoveGroupSize()).isEqualTo(1);
    assertThat(world.last(CutoverAuthorized.class).getMoveGroup()).endsWith("/2");
  }
}
