package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.declaration.DeclarationMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A machine image of a validated instance that a person asks for. */
class ImageCommandsTest {

  private static final String WEB = "web-1";
  private static final String WAVE = "wave-1";
  private static final Instant ENDS_BY = Instant.parse("2026-03-01T00:00:00Z");

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));
  private int asked;

  private World built(Gate... approvals) {
    return world.tell(WEB, Samples.message(WEB, d -> d))
        .tell(WAVE, new WaveCommand.PlanWave("plan", WAVE, "ann", new WavePlan(
            List.of(approvals), GroupPolicy.HOLD, null, null, null, null, false, Duration.ofDays(3))))
        .tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann")).tellAll(WEB, facts.build());
  }

  private World ask() {
    asked++;
    return world.forget().tell(WEB, new ServerCommand.CreateImage("image-" + asked, WEB, "ann", "for a stack", "golden web"));
  }

  private void isAsked() {
    ask();
    assertThat(world.types()).containsExactly("ImageRequested");
  }

  private void isRefused(String why) {
    ask();
    assertThat(world.types()).containsExactly("CommandRejected");
    var rejected = world.last(CommandRejected.class);
    assertThat(rejected.getCode()).isEqualTo("CVY-1192");
    assertThat(rejected.getMessage()).contains(WEB, why);
    assertThat(rejected.getRemedy()).isNotEmpty();
  }

  @Test
  void itIsAskedForByNameWithItsReasonWhileTheTestInstanceIsKept() {
    built(Gate.CUTOVER).tellAll(WEB, facts.testKept(ENDS_BY));
    isAsked();
    var first = world.last(ImageRequested.class);
    assertThat(first.getRound()).isEqualTo(1);
    assertThat(first.getImageName()).isEqualTo("golden web");
    assertThat(first.getRequestedBy()).isEqualTo("ann");
    assertThat(first.getReason()).isEqualTo("for a stack");
    isAsked();
    assertThat(world.last(ImageRequested.class).getAttempt()).isGreaterThan(first.getAttempt());
    world.forget().tell(WEB, new ServerCommand.CreateImage("image-" + asked, WEB, "ann", "for a stack", null));
    assertThat(world.types()).isEmpty();
  }

  @Test
  void itIsRefusedWhileNothingIsValidatedAndOnceTheTestInstanceGoes() {
    built(Gate.CUTOVER);
    isRefused("has no instance that was validated");
    world.tellAll(WEB, facts.testKept(ENDS_BY)).tell(WEB, new ServerCommand.AcceptTest("ok", WEB, "ann", "looks well"));
    isRefused("has no instance that was validated");
    world.tell(WEB, facts.testEnded());
    isRefused("has no instance that was validated");
  }

  @Test
  void itIsAskedForAfterTheCutoverAndAfterTheEnd() {
    built().tellAll(WEB, facts.test()).tellAll(WEB, facts.outage());
    isRefused("has no instance that was validated");
    world.tellAll(WEB, facts.cutover());
    isAsked();
    world.tellAll(WEB, facts.end());
    isAsked();
  }

  @Test
  void itIsRefusedForATargetThatIsNotHandedOn() {
    built().tellAll(WEB, facts.test()).tellAll(WEB, facts.outage()).tellAll(WEB, facts.cutover())
        .tell(WEB, new ServerCommand.RollBackServer("back", WEB, "ann", "users complain"));
    isRefused("was rolled back, or is about to be");
    world.tellAll(WEB, facts.rollback());
    isRefused("was rolled back, or is about to be");
  }

  @Test
  void itIsRefusedForAServerThatHasLeft() {
    built(Gate.CUTOVER).tellAll(WEB, facts.testKept(ENDS_BY)).tell(WEB, new DeclarationMessage.Withdrawn(WEB, "cmdb"));
    isRefused("has left");
  }
}
