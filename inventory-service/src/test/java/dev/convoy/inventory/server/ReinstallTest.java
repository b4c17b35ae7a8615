package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent that a person wants installed again. */
class ReinstallTest {

  private static final String WEB = "web-1";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));
  private int asked;

  private World started() {
    return world.tell(WEB, Samples.message(WEB, d -> d)).tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"));
  }

  private World reinstall() {
    asked++;
    return world.forget().tell(WEB, new ServerCommand.ReinstallAgent("again-" + asked, WEB, "ann", "a new kernel"));
  }

  private void isRefused(String code) {
    reinstall();
    assertThat(world.types()).containsExactly("CommandRejected");
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo(code);
    assertThat(world.last(CommandRejected.class).getRemedy()).isNotEmpty();
  }

  @Test
  void itIsAskedForWithItsReasonAndWhetherItReplicates() {
    started().tell(WEB, facts.build().get(0)).tell(WEB, facts.build().get(1));
    reinstall();
    assertThat(world.types()).containsExactly("ReinstallRequested");
    assertThat(world.last(ReinstallRequested.class)).satisfies(event -> {
      assertThat(event.getReason()).isEqualTo("a new kernel");
      assertThat(event.getRequestedBy()).isEqualTo("ann");
      assertThat(event.getReplicating()).isFalse();
    });
    var first = world.last(ReinstallRequested.class).getAttempt();
    world.tellAll(WEB, facts.build());
    reinstall();
    assertThat(world.last(ReinstallRequested.class).getReplicating()).isTrue();
    assertThat(world.last(ReinstallRequested.class).getAttempt()).isGreaterThan(first);
  }

  @Test
  void whatItIsParkedWithStaysUntilTheAgentIsThereAgain() {
    started().tellAll(WEB, facts.build()).tell(WEB, facts.unhealthy(true));
    reinstall();
    assertThat(world.state(WEB).attention().parked()).isNotNull();
    world.tell(WEB, facts.healthy());
    assertThat(world.last(ServerStatus.class).getParked()).isNull();
    assertThat(world.state(WEB).round().stage()).isEqualTo(Stage.TEST_AUTHORIZED);
  }

  @Test
  void itIsRefusedBeforeThereIsOne() {
    started();
    isRefused("CVY-1170");
  }

  @Test
  void itIsRefusedOnceTheCutoverIsAuthorizedAndAllowedAgainAfterTheRollback() {
    started().tellAll(WEB, facts.build()).tellAll(WEB, facts.test());
    isRefused("CVY-1171");
    world.tellAll(WEB, facts.outage());
    isRefused("CVY-1171");
    world.tellAll(WEB, facts.rollback());
    reinstall();
    assertThat(world.types()).containsExactly("ReinstallRequested");
  }

  @Test
  void itIsRefusedWhereNothingIsReplicatedAnyMore() {
    started().tellAll(WEB, facts.build()).tellAll(WEB, facts.test()).tellAll(WEB, facts.outage()).tellAll(WEB, facts.cutover());
    isRefused("CVY-1171");
    world.after(World.SETTINGS.soak().multipliedBy(2));
    isRefused("CVY-1172");
    world.tellAll(WEB, facts.end());
    isRefused("CVY-1172");
  }

  @Test
  void itIsRefusedOnceTheServerHasLeft() {
    started().tellAll(WEB, facts.build()).tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
    isRefused("CVY-1172");
  }
}
