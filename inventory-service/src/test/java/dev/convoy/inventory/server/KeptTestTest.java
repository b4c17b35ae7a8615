package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.TestsAccepted;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.readmodel.KeptTests;
import dev.convoy.inventory.readmodel.ReadModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The instance of a passed test is kept for people to look at. */
class KeptTestTest {

  private static final String WEB = "web-1";
  private static final String DB = "db-1";
  private static final String WAVE = "wave-1";
  private static final Instant ENDS_BY = Instant.parse("2026-01-04T00:00:00Z");

  private final World world = new World();

  private World planned(Gate... approvals) {
    world.tell(WEB, Samples.message(WEB, d -> d)).tell(DB, Samples.message(DB, d -> d));
    return world.tell(WAVE, new WaveCommand.PlanWave("plan", WAVE, "ann", new WavePlan(
        List.of(approvals), GroupPolicy.HOLD, null, null, null, null, false, Duration.ofDays(3))));
  }

  private World kept(Gate... approvals) {
    planned(approvals).tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann"));
    for (var server : List.of(WEB, DB)) {
      world.tellAll(server, facts(server).build()).tellAll(server, facts(server).testKept(ENDS_BY));
    }
    return world;
  }

  private Facts facts(String server) {
    return new Facts(server, 1, world.now());
  }

  private ServerStatus status(String server) {
    return world.all(ServerStatus.class).stream().filter(s -> s.getServerId().equals(server)).reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void itsGateSaysForHowLong() {
    kept(Gate.CUTOVER);
    assertThat(world.last(WavePlanned.class).getTestKeepSeconds()).isEqualTo(Duration.ofDays(3).toSeconds());
    assertThat(world.all(TestAuthorized.class)).hasSize(2)
        .allSatisfy(gate -> assertThat(gate.getKeepSeconds()).isEqualTo(Duration.ofDays(3).toSeconds()));
  }

  @Test
  void aPlanThatSaysNothingKeepsNothing() {
    world.tell(WEB, Samples.message(WEB, d -> d)).tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann"))
        .tellAll(WEB, facts(WEB).build());
    assertThat(world.last(TestAuthorized.class).getKeepSeconds()).isNull();
  }

  @Test
  void itsStatusSaysUntilWhenAndWhatEndsIt() {
    kept(Gate.CUTOVER);
    assertThat(status(WEB).getStage()).isEqualTo(Stage.TEST_PASSED);
    assertThat(status(WEB).getTestEndsBy()).isEqualTo(ENDS_BY);
    assertThat(status(WEB).getWaitsForDetail()).contains("gate CUTOVER of wave-1",
        "test instance i-test (10.0.0.1) is kept until " + ENDS_BY, "./convoy server accept-test " + WEB);
    world.tell(WEB, facts(WEB).testEnded());
    assertThat(status(WEB).getTestEndsBy()).isNull();
    assertThat(status(WEB).getWaitsForDetail()).doesNotContain("accept-test");
    assertThat(status(WEB).getInstanceId()).isNull();
  }

  @Test
  void aCutoverIsAuthorizedWhileItIsKept() {
    kept(Gate.CUTOVER).forget().tell(WAVE, new WaveCommand.ApproveGate("go", WAVE, "ann", Gate.CUTOVER));
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
  }

  @Test
  void aPersonAcceptsItByName() {
    kept(Gate.CUTOVER).forget().tell(WEB, new ServerCommand.AcceptTest("ok", WEB, "ann", "looks well"));
    assertThat(world.last(TestAccepted.class)).satisfies(accepted -> {
      assertThat(accepted.getServerId()).isEqualTo(WEB);
      assertThat(accepted.getRound()).isEqualTo(1);
      assertThat(accepted.getAcceptedBy()).isEqualTo("ann");
      assertThat(accepted.getReason()).isEqualTo("looks well");
    });
    assertThat(status(WEB).getWaitsForDetail()).contains("being terminated, accepted by ann");
    world.tell(WEB, new ServerCommand.AcceptTest("again", WEB, "joe", "me too"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1191");
    assertThat(world.last(CommandRejected.class).getMessage()).contains("accepted by ann already");
  }

  @Test
  void whatIsNotKeptIsNotAccepted() {
    planned(Gate.CUTOVER).forget().tell(WEB, new ServerCommand.AcceptTest("ok", WEB, "ann", "looks well"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1191");
    world.tell(WAVE, new AcceptTests("all", WAVE, "ann", "all well"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1214");
    assertThat(world.types()).doesNotContain("TestAccepted", "TestsAccepted");
  }

  @Test
  void aWaveAcceptsWhatNobodyHasAcceptedYet() {
    kept(Gate.CUTOVER).tell(WEB, new ServerCommand.AcceptTest("ok", WEB, "joe", "looks well")).forget()
        .tell(WAVE, new AcceptTests("all", WAVE, "ann", "all well"));
    assertThat(world.last(TestsAccepted.class).getServers()).isEqualTo(1);
    assertThat(world.all(TestAccepted.class)).singleElement().satisfies(accepted -> {
      assertThat(accepted.getServerId()).isEqualTo(DB);
      assertThat(accepted.getAcceptedBy()).isEqualTo("ann");
    });
  }

  @Test
  void oneThatGoesStaleParksItsServerAndIsAcceptedAllTheSame() {
    kept(Gate.CUTOVER).tell(WEB, facts(WEB).testOutdated());
    assertThat(status(WEB).getWaitsFor()).isEqualTo(WaitsFor.PERSON);
    assertThat(status(WEB).getTestEndsBy()).isEqualTo(ENDS_BY);
    world.forget().tell(WEB, new ServerCommand.AcceptTest("ok", WEB, "ann", "seen enough"));
    assertThat(world.types()).contains("TestAccepted");
  }

  @Test
  void anotherRoundOrItsWithdrawalHasNoneKept() {
    kept(Gate.CUTOVER).tell(WEB, new ServerCommand.RetestServer("again", WEB, "ann"))
        .tell(DB, new ServerCommand.WithdrawServer("away", DB, "ann"));
    assertThat(status(WEB).getTestEndsBy()).isNull();
    assertThat(status(DB).getTestEndsBy()).isNull();
  }

  @Test
  void theyAreCountedByAccountAndRegion() {
    var model = new ReadModel();
    var places = new ArrayList<KeptTests.Place>();
    model.keptTests().onFirst(places::add);
    kept(Gate.CUTOVER);
    world.all(ServerStatus.class).forEach(s -> model.status(s.getServerId(), s));
    assertThat(places).containsExactly(new KeptTests.Place(Samples.ACCOUNT, Samples.REGION));
    assertThat(model.keptTests().count(places.getFirst())).isEqualTo(2);
    model.status(DB, null);
    world.tell(WEB, facts(WEB).testEnded());
    model.status(WEB, status(WEB));
    assertThat(model.keptTests().count(places.getFirst())).isZero();
  }
}
