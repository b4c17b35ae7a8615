package dev.convoy.inventory.server;

import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A local administrator that a person asks for. */
class BreakGlassTest {

  private static final String WEB = "web-1";
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));
  private int asked;

  private World started() {
    return world.tell(WEB, Samples.message(WEB, d -> d)).tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"));
  }

  private World ask(@Nullable Duration within) {
    asked++;
    return world.forget().tell(WEB, new ServerCommand.BreakGlass("glass-" + asked, WEB, "ann", "locked out", within));
  }

  private void isRefused(@Nullable Duration within, String code) {
    ask(within);
    assertThat(world.types()).containsExactly("CommandRejected");
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo(code);
    assertThat(world.last(CommandRejected.class).getRemedy()).isNotEmpty();
  }

  @Test
  void itIsAskedForUntilATimeWithItsReason() {
    started();
    ask(TWO_HOURS);
    assertThat(world.types()).containsExactly("BreakGlassRequested");
    var first = world.last(BreakGlassRequested.class);
    assertThat(first.getEndsAt()).isEqualTo(first.getOccurredAt().plus(TWO_HOURS));
    assertThat(first.getRequestedBy()).isEqualTo("ann");
    assertThat(first.getReason()).isEqualTo("locked out");
    ask(null);
    var end = world.last(BreakGlassRequested.class);
    assertThat(end.getEndsAt()).isEqualTo(end.getOccurredAt());
    assertThat(end.getAttempt()).isGreaterThan(first.getAttempt());
  }

  @Test
  void itMayBeAskedForInAnOutageAndWhileParkedWithoutChangingEither() {
    started().tellAll(WEB, facts.build()).tell(WEB, facts.unhealthy(true));
    var before = world.state(WEB).attention().parked();
    ask(TWO_HOURS);
    assertThat(world.types()).containsExactly("BreakGlassRequested");
    assertThat(world.state(WEB).attention().parked()).isEqualTo(before).isNotNull();
    world.tell(WEB, facts.healthy()).tellAll(WEB, facts.test()).tellAll(WEB, facts.outage());
    ask(TWO_HOURS);
    assertThat(world.types()).containsExactly("BreakGlassRequested");
  }

  @Test
  void itIsRefusedBeforeItsServerIsBuilt() {
    world.tell(WEB, Samples.message(WEB, d -> d));
    isRefused(TWO_HOURS, "CVY-1174");
  }

  @Test
  void itIsRefusedForATimeThatIsTooShortOrTooLong() {
    started();
    for (var within : new Duration[] {Duration.ofMinutes(14), Duration.ZERO, Duration.ofHours(-2), Duration.ofHours(25),
        Duration.ofSeconds(Long.MAX_VALUE)}) {
      isRefused(within, "CVY-1175");
    }
  }

  @Test
  void itIsRefusedOnceTheServerHasLeftOrIsFinalized() {
    started().tellAll(WEB, facts.build()).tellAll(WEB, facts.test()).tellAll(WEB, facts.outage()).tellAll(WEB, facts.cutover());
    world.after(World.SETTINGS.soak().multipliedBy(2));
    isRefused(TWO_HOURS, "CVY-1173");
    world.tellAll(WEB, facts.end());
    isRefused(null, "CVY-1173");
  }

  @Test
  void itIsRefusedOnceTheServerWasWithdrawn() {
    started().tellAll(WEB, facts.build()).tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
    isRefused(TWO_HOURS, "CVY-1173");
  }
}
