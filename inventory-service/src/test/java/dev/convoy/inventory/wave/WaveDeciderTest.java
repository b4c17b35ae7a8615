package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GatePolicy;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.WaveCompleted;
import dev.convoy.events.wave.WaveDeadlinePassed;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveProgressed;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaveDeciderTest extends WaveScene {

  @Test
  void nothingIsBuiltBeforeTheWaveStartsAndLateServersFollow() {
    servers("a", "b");
    assertThat(world.all(BuildAuthorized.class)).isEmpty();
    start();
    assertThat(world.all(BuildAuthorized.class)).extracting(BuildAuthorized::getServerId).containsExactly("a", "b");
    servers("c");
    assertThat(world.all(BuildAuthorized.class)).hasSize(3);
  }

  @Test
  void theTestGateOpensForEachServerAndTheCutoverGateForTheApplication() {
    servers("a", "b");
    start();
    build("a");
    assertThat(world.all(TestAuthorized.class)).extracting(TestAuthorized::getServerId).containsExactly("a");
    test("a");
    assertThat(world.all(CutoverAuthorized.class)).isEmpty();
    build("b");
    test("b");
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2).allSatisfy(authorized -> {
      assertThat(authorized.getMoveGroup()).isEqualTo("wave-1/shop/111122223333/eu-central-1");
      assertThat(authorized.getMoveGroupSize()).isEqualTo(2);
    });
  }

  @Test
  void anUnhealthyServerGetsNoTest() {
    servers("a");
    world.tellAll("a", facts("a").build());
    world.tell("a", facts("a").unhealthy(false));
    start();
    assertThat(world.all(TestAuthorized.class)).isEmpty();
    world.tell("a", facts("a").healthy());
    assertThat(world.all(TestAuthorized.class)).hasSize(1);
  }

  @Test
  void aParkedServerKeepsItsApplicationWaiting() {
    servers("a", "b");
    start();
    build("a", "b");
    world.tell("b", facts("b").testLaunchFailed(1, true));
    test("a");
    assertThat(world.all(CutoverAuthorized.class)).isEmpty();
    world.tell("b", new ServerCommand.RetryServer("r", "b", "ann"));
    test("b");
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
  }

  @Test
  void serversWithoutAnApplicationAreGroupsOfOne() {
    world.tell("a", Samples.message("a", d -> d.setApplication(null)));
    world.tell("b", Samples.message("b", d -> d.setApplication(null)));
    start();
    build("a", "b");
    test("b");
    assertThat(world.last(CutoverAuthorized.class).getMoveGroup()).isEqualTo("wave-1/b/111122223333/eu-central-1");
    assertThat(world.last(CutoverAuthorized.class).getMoveGroupSize()).isEqualTo(1);
  }

  @Test
  void gatesThatNeedAnApprovalWaitForIt() {
    plan(approvals(Gate.BUILD, Gate.CUTOVER, Gate.FINALIZE));
    servers("a");
    start();
    assertThat(world.all(BuildAuthorized.class)).isEmpty();
    world.tell(WAVE, new WaveCommand.ApproveGate("1", WAVE, "ann", Gate.BUILD));
    assertThat(world.all(BuildAuthorized.class)).hasSize(1);
    build("a");
    test("a");
    assertThat(world.all(CutoverAuthorized.class)).isEmpty();
    world.tell(WAVE, new WaveCommand.ApproveGate("2", WAVE, "ann", Gate.CUTOVER));
    assertThat(world.all(CutoverAuthorized.class)).hasSize(1);
    cutOver("a");
    world.after(World.SETTINGS.soak().multipliedBy(3));
    assertThat(world.all(FinalizeAuthorized.class)).isEmpty();
    world.tell(WAVE, new WaveCommand.ApproveGate("3", WAVE, "ann", Gate.FINALIZE));
    assertThat(world.all(FinalizeAuthorized.class)).hasSize(1);
    world.tell(WAVE, new WaveCommand.ApproveGate("4", WAVE, "ann", Gate.TEST));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("opens by itself");
  }

  @Test
  void aCutoverBeginsOnlyInsideTheWindowAndWithRoomForItsBackOut() {
    var begin = world.now().plus(Duration.ofHours(10));
    var end = begin.plus(Duration.ofHours(5));
    plan(new WavePlan(List.of(), GroupPolicy.ROLLBACK, begin, end, null, null));
    servers("a");
    world.tell("late", Samples.message("late", d -> d.setApplication("late")));
    start();
    build("a", "late");
    test("a");
    world.after(Duration.ofHours(9));
    assertThat(world.all(CutoverAuthorized.class)).isEmpty();
    world.after(Duration.ofHours(2));
    assertThat(world.last(CutoverAuthorized.class).getBackOutBy()).isEqualTo(end);
    assertThat(world.last(CutoverAuthorized.class).getGroupPolicy()).isEqualTo(GroupPolicy.ROLLBACK);
    world.after(Duration.ofHours(3)).forget();
    test("late");
    assertThat(world.all(CutoverAuthorized.class)).as("less than two hours are left").isEmpty();
  }

  @Test
  void finalizationFollowsTheSoak() {
    servers("a");
    start();
    build("a");
    test("a");
    cutOver("a");
    world.after(World.SETTINGS.soak().minusMinutes(5));
    assertThat(world.all(FinalizeAuthorized.class)).isEmpty();
    world.after(Duration.ofMinutes(10));
    assertThat(world.all(FinalizeAuthorized.class)).hasSize(1);
    world.tellAll("a", facts("a").end());
    assertThat(world.last(WaveCompleted.class).getFinalized()).isEqualTo(1);
  }

  @Test
  void aPauseHoldsWhoeverIsNotInAnOutageAndAResumeGoesOn() {
    servers("a");
    world.tell("b", Samples.message("b", d -> d.setApplication("other")));
    start();
    build("a", "b");
    test("a");
    world.tellAll("a", facts("a").outage());
    world.tell(WAVE, new WaveCommand.PauseWave("p", WAVE, "ann", "storm"));
    assertThat(world.all(ServerHeld.class)).extracting(ServerHeld::getServerId).containsExactly("b");
    test("b");
    world.tellAll("a", facts("a").cutover());
    world.after(World.SETTINGS.soak().multipliedBy(2));
    assertThat(world.all(FinalizeAuthorized.class)).isEmpty();
    assertThat(world.all(CutoverAuthorized.class)).extracting(CutoverAuthorized::getServerId).containsExactly("a");
    world.tell(WAVE, new WaveCommand.ResumeWave("r", WAVE, "ann"));
    assertThat(world.all(ServerResumed.class)).hasSize(1);
    assertThat(world.all(FinalizeAuthorized.class)).hasSize(1);
    assertThat(world.last(CutoverAuthorized.class).getServerId()).isEqualTo("b");
  }

  @Test
  void aHoldThatComesWhenTheSourceIsBeingStoppedIsTakenBackForItsApplication() {
    servers("a", "b");
    start();
    build("a", "b");
    test("a");
    test("b");
    world.tell(WAVE, new WaveCommand.PauseWave("p", WAVE, "ann", "storm"));
    assertThat(world.all(ServerHeld.class)).hasSize(2);
    world.tellAll("a", facts("a").outage());
    assertThat(world.all(ServerResumed.class)).extracting(ServerResumed::getServerId)
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aHoldOutlivesTheRoundAndIsReleasedByTheResume() {
    servers("a");
    world.tell("b", Samples.message("b", d -> d.setApplication("other")));
    start();
    build("a", "b");
    plan(new WavePlan(List.of(Gate.CUTOVER), GroupPolicy.HOLD, null, null, null, null));
    test("a");
    world.tell(WAVE, new WaveCommand.PauseWave("p", WAVE, "ann", "storm"));
    world.tell("a", new ServerCommand.RetestServer("t", "a", "ann"));
    world.tell(WAVE, new WaveCommand.ResumeWave("r", WAVE, "ann"));
    assertThat(world.all(ServerResumed.class)).extracting(ServerResumed::getServerId)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(world.state("a").attention().hold()).isNull();
  }

  @Test
  void aRollbackGoesToWhoeverWasLetIntoTheCutoverAndHoldsTheOthers() {
    servers("a");
    world.tell("b", Samples.message("b", d -> d.setApplication("other")));
    start();
    build("a", "b");
    test("a");
    world.tell(WAVE, new WaveCommand.RollBackWave("x", WAVE, "ann", "smoke"));
    assertThat(world.all(RollbackRequested.class)).extracting(RollbackRequested::getServerId).containsExactly("a");
    assertThat(world.all(ServerHeld.class)).extracting(ServerHeld::getServerId).containsExactly("b");
  }

  @Test
  void aRolledBackApplicationIsCutOverUnderANewNumber() {
    servers("a");
    start();
    build("a");
    test("a");
    world.tellAll("a", facts("a").outage()).tellAll("a", facts("a").rollback());
    world.tell("a", facts("a").healthy(), new ServerCommand.RetryServer("r", "a", "ann"));
    world.tellAll("a", new Facts("a", 2, world.now()).test());
    assertThat(world.last(CutoverAuthorized.class).getMoveGroup()).isEqualTo("wave-1/shop/111122223333/eu-central-1/2");
    assertThat(world.last(CutoverAuthorized.class).getRound()).isEqualTo(2);
  }

  @Test
  void theDeadlineParksWhoeverHasNotEnded() {
    plan(new WavePlan(List.of(), GroupPolicy.HOLD, null, null, world.now().plus(Duration.ofDays(1)), null));
    servers("a", "b");
    start();
    world.after(Duration.ofDays(2));
    assertThat(world.last(WaveDeadlinePassed.class).getUnfinished()).containsExactly("a", "b");
    assertThat(world.parked()).containsExactly("CVY-1210", "CVY-1210");
    assertThat(world.last(WaveProgressed.class).getParked()).isEqualTo(2);
    build("a");
    assertThat(world.all(TestAuthorized.class)).isEmpty();
    plan(new WavePlan(List.of(), GroupPolicy.HOLD, null, null, world.now().plus(Duration.ofDays(9)), null));
    assertThat(world.all(TestAuthorized.class)).hasSize(1);
  }

  @Test
  void aWaveThatCannotFitIsRefusedWithTheFigures() {
    var small = new World(new WaveSettings(Duration.ofHours(2), Duration.ofHours(24), Duration.ofHours(48), 2));
    for (var name : List.of("a", "b", "c")) {
      small.tell(name, Samples.message(name, d -> d));
    }
    small.tell(WAVE, new WaveCommand.StartWave("s", WAVE, "ann"));
    assertThat(small.last(CommandRejected.class).getMessage()).contains("111122223333/eu-central-1=3").contains("(2 ");
    assertThat(small.all(BuildAuthorized.class)).isEmpty();
  }

  @Test
  void anApplicationInTwoAccountsIsRefused() {
    servers("a");
    world.tell("b", Samples.message("b", d -> d.setAccount("222233334444")));
    start();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1208");
  }

  @Test
  void aWaveThatNobodyKnowsOrThatIsEmptyIsRefused() {
    world.once("ghost", new WaveCommand.StartWave("s", "ghost", "ann"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1201");
    plan(WavePlan.AUTOMATIC);
    start();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1205");
  }

  @Test
  void thePlanIsToldAndSenselessWindowsAreRefused() {
    plan(approvals(Gate.CUTOVER));
    assertThat(world.last(WavePlanned.class).getGates()).filteredOn(gate -> gate.getPolicy() == GatePolicy.APPROVAL)
        .singleElement().satisfies(gate -> assertThat(gate.getGate()).isEqualTo(Gate.CUTOVER));
    var now = world.now();
    for (var end : List.of(now.minusSeconds(60), now.plusSeconds(3660), Instant.EPOCH)) {
      plan(new WavePlan(List.of(), GroupPolicy.HOLD, now.plusSeconds(60), end, null, null));
      assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1203");
    }
  }
}
