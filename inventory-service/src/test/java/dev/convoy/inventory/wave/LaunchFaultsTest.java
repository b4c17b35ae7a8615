package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Gates before launches of which it is known that they would fail. */
class LaunchFaultsTest extends WaveScene {

  private ServerStatus status(String server) {
    return world.all(ServerStatus.class).stream().filter(each -> each.getServerId().equals(server)).toList().getLast();
  }

  @Test
  void theTestOfAServerWaitsWhileItsLaunchWouldFailAndItsStatusNamesEveryFault() {
    servers("a", "b");
    start();
    var b = facts("b");
    world.tell("b", b.foreseen("CVY-3430", "CVY-3423"));
    build("a");
    world.tellAll("b", b.build());
    assertThat(world.all(TestAuthorized.class)).extracting(TestAuthorized::getServerId).containsExactly("a");
    assertThat(status("b").getWaitsFor()).isEqualTo(WaitsFor.GATE);
    assertThat(status("b").getWaitsForDetail()).contains("gate TEST of wave-1", "2 faults", "[CVY-3430]", "[CVY-3423]",
        "declare another", "--despite-faults");
    world.tell("b", b.foreseen());
    assertThat(world.last(TestAuthorized.class).getServerId()).isEqualTo("b");
  }

  @Test
  void anApplicationWaitsForTheFaultsOfOneOfItsServersAndGoesOnWhereThePlanSaysSo() {
    servers("a", "b");
    start();
    build("a", "b");
    var b = facts("b");
    world.tell("b", b.foreseen("CVY-3424"));
    test("a");
    world.tellAll("b", b.test());
    assertThat(world.all(CutoverAuthorized.class)).isEmpty();
    assertThat(status("b").getWaitsForDetail()).startsWith("gate CUTOVER of wave-1: its launch would fail on 1 faults: [CVY-3424]");
    plan(new WavePlan(List.of(), GroupPolicy.HOLD, null, null, null, null, true));
    assertThat(world.all(CutoverAuthorized.class)).hasSize(2);
  }

  @Test
  void anApprovalOpensNoGateBeforeTheFaultsAreGone() {
    plan(approvals(Gate.TEST));
    servers("a");
    start();
    var a = facts("a");
    world.tellAll("a", a.build());
    world.tell("a", a.foreseen("CVY-3430"));
    world.tell(WAVE, new WaveCommand.ApproveGate("1", WAVE, "ann", Gate.TEST));
    assertThat(world.all(TestAuthorized.class)).isEmpty();
    world.tell("a", a.foreseen());
    assertThat(world.all(TestAuthorized.class)).hasSize(1);
  }

  @Test
  void aFaultThatComesLaterTakesNothingBackAndSendsNobodyBack() {
    servers("a");
    start();
    var a = facts("a");
    world.tellAll("a", a.build());
    world.tellAll("a", a.test());
    world.tell("a", a.foreseen("CVY-3430"));
    world.tellAll("a", a.outage());
    world.tell("a", a.foreseen("CVY-3430", "CVY-3423"));
    world.tellAll("a", a.cutover());
    assertThat(world.all(CutoverRevoked.class)).isEmpty();
    assertThat(world.all(ServerParked.class)).isEmpty();
    assertThat(status("a").getStage().name()).isEqualTo("CUTOVER_DONE");
  }

  @Test
  void whatWasSaidOfALaunchBelongsToOneRegistration() {
    servers("a");
    start();
    var a = facts("a");
    world.tell("a", a.foreseen("CVY-3430"));
    assertThat(world.state("a").replication().faults()).hasSize(1);
    world.tell("a", Samples.message("a", d -> d.setInstanceType("m5.xlarge")));
    assertThat(world.state("a").replication().faults()).as("until it is looked at again").hasSize(1);
    world.tell("a", new Facts("a", 1, world.now().minusSeconds(3600)).foreseen());
    assertThat(world.state("a").replication().faults()).as("an older look").hasSize(1);
  }
}
