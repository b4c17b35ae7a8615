package dev.convoy.inventory.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.cmdb.ServerMigrated;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Serving;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.inventory.ServerRejected;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.replication.AccountPreparationFailed;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.declaration.DeclarationMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerDeciderTest {

  private static final String WEB = "web-1";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));

  private World registered() {
    return world.tell(WEB, Samples.message(WEB, d -> d));
  }

  private World started() {
    return registered().tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"));
  }

  private World tested() {
    return started().tellAll(WEB, facts.build()).tellAll(WEB, facts.test());
  }

  private ServerStatus status() {
    return world.last(ServerStatus.class);
  }

  @Test
  void anAcceptedDeclarationRegistersOnce() {
    registered();
    assertThat(world.types()).containsExactly("ServerRegistered", "WavePlanned");
    assertThat(status().getStage()).isEqualTo(Stage.REGISTERED);
    assertThat(status().getServing()).isEqualTo(Serving.SOURCE);
    assertThat(status().getWaitsFor()).isEqualTo(WaitsFor.GATE);
    assertThat(status().getWaitsForDetail()).contains("BUILD").contains("wave-1");
  }

  @Test
  void anInstallerThatIsPushedIsTalkedOfUntilTheAgentIsInstalled() {
    var build = facts.build();
    started().tellAll(WEB, build.subList(0, 1));
    assertThat(status().getWaitsForDetail()).isEqualTo("the agent to be installed");
    world.tell(WEB, new InstallerPushProgressed(WEB, 1, 1, world.now(), 12_000_000L, 30_000_000L));
    assertThat(status().getWaitsForDetail())
        .isEqualTo("the agent to be installed, 40 % of its installer, 30.0 MB, are pushed to the host");
    world.tellAll(WEB, build.subList(1, 2));
    assertThat(status().getWaitsForDetail()).doesNotContain("installer");
  }

  @Test
  void aChangedDeclarationIsAChangeAndARefusedOneNamesEveryFault() {
    registered().forget().tell(WEB, Samples.message(WEB, d -> d.setOsVersion("Ubuntu 26.04")));
    assertThat(world.types()).containsExactly("ServerChanged");
    world.forget().tell(WEB, Samples.message(WEB, d -> d.setPort(70_000).setAccount("1")));
    assertThat(world.last(ServerRejected.class).getErrors()).hasSize(2);
    assertThat(world.state(WEB).round().stage()).isEqualTo(Stage.REGISTERED);
  }

  private World changed() {
    return world.tell(WEB, Samples.message(WEB, d -> d.setInstanceType("m5.xlarge")));
  }

  private World accepted() {
    return world.tell(WEB, new ServerCommand.AcceptChange("accept", WEB, "ann"));
  }

  @Test
  void aServerThatIsBeingMovedIsHeldWhileItsDeclarationSaysOtherwise() {
    started().tellAll(WEB, facts.build()).forget();
    changed();
    assertThat(world.types()).containsExactly("ServerChanged", "ServerHeld");
    assertThat(world.last(ServerHeld.class).getReason())
        .contains("target.instanceType from nothing to m5.xlarge", "put it back", "accept");
    assertThat(status().getHeld()).isTrue();
    assertThat(status().getWaitsFor()).isEqualTo(WaitsFor.HOLD);
    world.forget().tell(WEB, Samples.message(WEB, d -> d));
    assertThat(world.types()).as("put back").containsExactly("ServerChanged", "ServerResumed");
    assertThat(status().getHeld()).isFalse();
  }

  @Test
  void aServerThatIsBeingMovedStaysInItsWaveUntilAnotherIsAccepted() {
    started().tellAll(WEB, facts.build()).forget()
        .tell(WEB, Samples.message(WEB, d -> d.setWave("wave-2").setAccount("222233334444")));
    assertThat(world.types()).containsExactly("ServerChanged", "ServerHeld");
    assertThat(world.last(ServerHeld.class).getReason()).contains("wave from wave-1 to wave-2", "target.account");
    assertThat(world.header("wave-1").counts().servers()).isEqualTo(1);
    accepted();
    assertThat(world.header("wave-1").counts().servers()).isZero();
    assertThat(world.header("wave-2").counts().servers()).isEqualTo(1);
  }

  @Test
  void anotherNameAloneHoldsNothing() {
    started().forget().tell(WEB, Samples.message(WEB, d -> d.setName("shop")));
    assertThat(world.types()).containsExactly("ServerChanged");
  }

  @Test
  void anAcceptedChangeIsBuiltAndTestedInANewRound() {
    tested();
    changed().forget();
    accepted();
    assertThat(world.types()).containsExactly("CutoverRevoked", "WithdrawalRequested", "ServerWithdrawn",
        "ServerRegistered", "ServerResumed", "BuildAuthorized");
    assertThat(world.last(BuildAuthorized.class).getTarget().getInstanceType()).isEqualTo("m5.xlarge");
    assertThat(world.state(WEB).round().number()).isEqualTo(2);
    assertThat(status().getTestCounts()).isFalse();
    world.forget().tellAll(WEB, new Facts(WEB, 2, world.now().plusSeconds(60)).build());
    assertThat(world.types()).containsExactly("TestAuthorized");
    world.forget().tellAll(WEB, new Facts(WEB, 2, world.now().plusSeconds(60)).test());
    assertThat(world.types()).containsExactly("CutoverAuthorized");
  }

  @Test
  void aChangeLetsAnOutageFinishAndIsANoteAfterIt() {
    tested().tellAll(WEB, facts.outage()).forget();
    changed();
    assertThat(world.types()).containsExactly("ServerChanged");
    accepted();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1152");
    world.forget().tellAll(WEB, facts.cutover());
    world.after(World.SETTINGS.soak().multipliedBy(2));
    assertThat(world.types()).containsExactly("ServerMigrated", "FinalizeAuthorized");
    world.tell(WEB, new ServerCommand.AcceptChange("late", WEB, "ann"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("served by its target");
  }

  @Test
  void aChangeThatAnOutageHasOvertakenHoldsAfterTheRollbackOnly() {
    tested();
    changed();
    world.forget().tellAll(WEB, facts.outage());
    assertThat(world.types()).containsExactly("ServerResumed");
    world.forget().tellAll(WEB, facts.rollback());
    assertThat(world.types()).containsExactly("ServerParked", "ServerHeld");
    world.forget().tell(WEB, new ServerCommand.AcceptChange("c", WEB, "ann"));
    assertThat(world.types()).startsWith("WithdrawalRequested", "ServerWithdrawn", "ServerRegistered");
  }

  @Test
  void theHoldOfAWaveAndThatOfAChangeEndEachByItself() {
    started().tellAll(WEB, facts.build());
    changed();
    world.tell("wave-1", new WaveCommand.PauseWave("p", "wave-1", "ann", "audit")).forget()
        .tell("wave-1", new WaveCommand.ResumeWave("r", "wave-1", "ann"));
    assertThat(world.all(ServerResumed.class)).isEmpty();
    world.tell("wave-1", new WaveCommand.PauseWave("p2", "wave-1", "ann", "audit")).forget()
        .tell(WEB, Samples.message(WEB, d -> d));
    assertThat(world.all(ServerResumed.class)).isEmpty();
    assertThat(world.state(WEB).attention().hold()).isNotNull();
    world.tell("wave-1", new WaveCommand.ResumeWave("r2", "wave-1", "ann"));
    assertThat(world.all(ServerResumed.class)).hasSize(1);
  }

  @Test
  void anotherChangeNamesTheHoldAnewAndNothingElseIsAccepted() {
    started().tellAll(WEB, facts.build());
    accepted();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1151");
    changed().forget().tell(WEB, Samples.message(WEB, d -> d.setOsVersion("Ubuntu 26.04")));
    assertThat(world.types()).containsExactly("ServerChanged", "ServerHeld");
    assertThat(world.last(ServerHeld.class).getReason()).contains("source.osVersion").doesNotContain("instanceType");
    world.forget().tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
    assertThat(world.all(ServerResumed.class)).hasSize(1);
  }

  @Test
  void aServerMayChangeItsWaveBeforeItIsBuilt() {
    registered().tell(WEB, Samples.message(WEB, d -> d.setWave("wave-2")));
    assertThat(world.header("wave-1").counts().servers()).isZero();
    assertThat(world.header("wave-2").counts().servers()).isEqualTo(1);
  }

  @Test
  void aServerWithAnotherStrategyIsRegisteredButNeverBuilt() {
    world.tell("old", Samples.message("old", d -> d.setStrategy("Retire")));
    started();
    assertThat(world.all(BuildAuthorized.class)).extracting(BuildAuthorized::getServerId).containsExactly(WEB);
    assertThat(world.header("wave-1").counts().servers()).isEqualTo(1);
  }

  @Test
  void theMainLineEndsFinalizedAndTellsTheCmdbTwice() {
    tested().tellAll(WEB, facts.outage());
    assertThat(status().getServing()).isEqualTo(Serving.NOBODY);
    assertThat(status().getOutageSince()).isNotNull();
    world.tellAll(WEB, facts.cutover());
    assertThat(status().getServing()).isEqualTo(Serving.TARGET);
    assertThat(status().getOutageEndedAt()).isNotNull();
    world.after(World.SETTINGS.soak().multipliedBy(2));
    world.tellAll(WEB, facts.end());
    assertThat(world.types()).containsExactly("ServerRegistered", "WavePlanned", "WaveStarted", "BuildAuthorized",
        "TestAuthorized", "CutoverAuthorized", "ServerMigrated", "FinalizeAuthorized", "ServerMigrated", "WaveCompleted");
    assertThat(world.all(ServerMigrated.class)).extracting(ServerMigrated::getStage)
        .containsExactly(Stage.CUTOVER_DONE, Stage.CUTOVER_FINALIZED);
    assertThat(status().getStage()).isEqualTo(Stage.ARCHIVED);
    assertThat(status().getEnded()).isTrue();
  }

  @Test
  void everyOrderOfTheSameFactsLeadsToTheSameStage() {
    var seed = 7L;
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var other = new World();
      other.tell(WEB, Samples.message(WEB, d -> d));
      var all = new ArrayList<>(new Facts(WEB, 1, other.now()).outage());
      all.addAll(new Facts(WEB, 1, other.now().plusSeconds(10)).cutover());
      Collections.shuffle(all, random);
      other.tellAll(WEB, all);
      assertThat(other.last(ServerStatus.class).getStage()).as("seed %s, round %s", seed, i).isEqualTo(Stage.CUTOVER_DONE);
      assertThat(other.state(WEB).users().serving()).isEqualTo(Serving.TARGET);
      assertThat(other.state(WEB).users().isInOutage()).isFalse();
    }
  }

  @Test
  void aFinalFailureParksOnceAndARetryFreesIt() {
    started().tellAll(WEB, facts.build()).forget().tell(WEB, facts.testLaunchFailed(1, false));
    assertThat(world.parked()).isEmpty();
    world.tell(WEB, facts.testLaunchFailed(2, true));
    var parked = world.last(ServerParked.class);
    assertThat(parked.getCode()).isEqualTo("CVY-4101");
    assertThat(parked.getService()).isEqualTo("launch");
    assertThat(status().getWaitsFor()).isEqualTo(WaitsFor.PERSON);
    world.forget().tell(WEB, new ServerCommand.RetryServer("c1", WEB, "ann"));
    assertThat(world.last(RetryRequested.class).getAttempt()).isEqualTo(1);
    assertThat(status().getParked()).isNull();
    world.forget().tell(WEB, new ServerCommand.RetryServer("c2", WEB, "ann"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1302");
  }

  @Test
  void progressOfAnotherStepDoesNotHideAParking() {
    started().tell(WEB, facts.build().get(0));
    var failed = new AccountPreparationFailed(
        WEB, 1, 1, world.now(), "CVY-3001", "denied", "grant it", true);
    world.tell(WEB, failed);
    world.tell(WEB, new PrerequisitesPassed(WEB, 1, 1, world.now().plusSeconds(5),
        List.of()));
    assertThat(status().getParked()).isNotNull();
    world.tell(WEB, new AgentInstalled(WEB, 1, 1, world.now().plusSeconds(50), Samples.ACCOUNT,
        Samples.REGION, "s-1", false));
    assertThat(status().getParked()).isNull();
  }

  @Test
  void aRollbackThatNobodyAskedForNeedsAPersonAndARetryBeginsANewRound() {
    tested().tellAll(WEB, facts.outage()).tellAll(WEB, facts.rollback());
    assertThat(world.parked()).containsExactly("CVY-1303");
    assertThat(status().getServing()).isEqualTo(Serving.SOURCE);
    assertThat(status().getEnded()).isFalse();
    world.forget().tell(WEB, facts.healthy(), new ServerCommand.RetryServer("c1", WEB, "ann"));
    assertThat(world.last(RetestRequested.class).getRound()).isEqualTo(2);
    assertThat(world.types()).containsExactly("RetestRequested", "TestAuthorized");
    assertThat(world.state(WEB).round().number()).isEqualTo(2);
    world.tell(WEB, new Facts(WEB, 1, world.now()).cutoverLaunchFailed());
    assertThat(world.parked()).as("failures of rounds that are over").isEmpty();
  }

  @Test
  void theReasonOfAFailedCutoverStandsAfterItsRollback() {
    tested().tellAll(WEB, facts.outage()).tell(WEB, facts.cutoverLaunchFailed()).tellAll(WEB, facts.rollback());
    assertThat(world.parked()).containsExactly("CVY-4201");
    assertThat(status().getParked()).isNotNull();
    assertThat(status().getStage()).isEqualTo(Stage.ROLLED_BACK);
  }

  @Test
  void aRollbackOnRequestEndsTheServer() {
    tested().tell(WEB, new ServerCommand.RollBackServer("c1", WEB, "ann", "smoke"));
    world.tellAll(WEB, facts.rollback());
    assertThat(world.types()).contains("RollbackRequested");
    assertThat(status().getEnded()).isTrue();
    assertThat(world.parked()).isEmpty();
  }

  @Test
  void commandsThatMakeNoSenseAreRefusedWithAReason() {
    world.once("nobody", new ServerCommand.RetryServer("c0", "nobody", "ann"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1301");
    assertThat(world.knows("nobody")).isFalse();
    registered().tell(WEB, new ServerCommand.RollBackServer("c1", WEB, "ann", "x"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("nothing to roll back");
    world.tell(WEB, new ServerCommand.RetestServer("c2", WEB, "ann"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("has not been tested");
  }

  @Test
  void aWithdrawnServerNamesWhatItLeavesBehindAndMayComeBack() {
    started().tellAll(WEB, facts.build()).forget().tell(WEB, new DeclarationMessage.Withdrawn(WEB, "cmdb 0 7"));
    assertThat(world.types()).contains("WithdrawalRequested", "ServerWithdrawn");
    assertThat(world.last(ServerWithdrawn.class).getLeftBehind()).singleElement().asString().contains("s-1");
    world.forget().tell(WEB, Samples.message(WEB, d -> d));
    assertThat(world.types()).containsExactly("ServerRegistered", "BuildAuthorized");
    assertThat(world.state(WEB).round().number()).isEqualTo(2);
  }

  @Test
  void aHoldEndsWithTheWithdrawalOfTheServer() {
    started().tellAll(WEB, facts.build()).tell("wave-1", new WaveCommand.PauseWave("p", "wave-1", "ann", "audit")).forget()
        .tell(WEB, new ServerCommand.WithdrawServer("c", WEB, "ann"));
    assertThat(world.types()).containsExactly("WithdrawalRequested", "ServerWithdrawn", "ServerResumed", "WaveCompleted");
    assertThat(status().getHeld()).isFalse();
  }

  @Test
  void whatWasSaidOfTheRegistrationBeforeIsNotTakenForTheNext() {
    started().tellAll(WEB, facts.build()).tell(WEB, new ServerCommand.WithdrawServer("c", WEB, "ann"),
        Samples.message(WEB, d -> d));
    world.tellAll(WEB, new Facts(WEB, 1, Instant.parse("2026-01-01T00:00:00Z")).build());
    assertThat(world.state(WEB).sourceServerId()).isNull();
    assertThat(world.state(WEB).replication().isHealthy()).isFalse();
    world.tellAll(WEB, new Facts(WEB, 2, world.now().plusSeconds(60)).build());
    assertThat(status().getStage()).isEqualTo(Stage.TEST_AUTHORIZED);
  }

  @Test
  void aServerThatWasMovedIsNotMovedAgain() {
    tested().tellAll(WEB, facts.outage()).tellAll(WEB, facts.cutover());
    world.after(World.SETTINGS.soak().multipliedBy(2)).tellAll(WEB, facts.end())
        .tell(WEB, new ServerCommand.WithdrawServer("c", WEB, "ann")).forget().tell(WEB, Samples.message(WEB, d -> d));
    assertThat(world.types()).containsExactly("ServerRejected");
    assertThat(world.last(ServerRejected.class).getErrors().getFirst().getRemedy()).contains("another id");
  }

  @Test
  void aServerInItsCutoverCannotVanish() {
    tested().forget().tell(WEB, new DeclarationMessage.Withdrawn(WEB, "cmdb 0 7"));
    assertThat(world.types()).containsExactly("ServerRejected");
    world.forget().tell(WEB, new ServerCommand.WithdrawServer("c", WEB, "ann"));
    assertThat(world.types()).containsExactly("CommandRejected");
  }

  private World decided(ServerDecision decision) {
    return world.forget().tell(WEB, new ServerCommand.DecideServer("decide", WEB, "ann", decision, "moved by its cluster"));
  }

  @Test
  void aServerThatAPersonIsAskedAboutGoesOnByName() {
    started().tell(WEB, facts.clusterFound(3));
    assertThat(world.parked()).containsExactly("CVY-2242");
    decided(ServerDecision.NORMAL);
    var event = world.last(ServerDecided.class);
    assertThat(event.getAttempt()).isEqualTo(3);
    assertThat(event.getCode()).isEqualTo("CVY-2242");
    assertThat(event.getDecidedBy()).isEqualTo("ann");
    assertThat(event.getReason()).isEqualTo("moved by its cluster");
    assertThat(status().getParked()).isNull();
    world.forget().tell(WEB, new ServerCommand.DecideServer("again", WEB, "ann", ServerDecision.NORMAL, "x"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("waits for no decision");
  }

  @Test
  void aServerThatIsExcludedLeavesLikeOneThatIsWithdrawn() {
    started().tell(WEB, facts.clusterFound(1));
    decided(ServerDecision.EXCLUDE);
    assertThat(world.types()).startsWith("ServerDecided", "WithdrawalRequested", "ServerWithdrawn");
    assertThat(status().getStage()).isEqualTo(Stage.WITHDRAWN);
  }

  @Test
  void whatIsBrokenIsNotDecidedAway() {
    tested().tell(WEB, facts.testLaunchFailed(1, true));
    decided(ServerDecision.NORMAL);
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1302");
    assertThat(world.parked()).isNotNull();
  }
}
