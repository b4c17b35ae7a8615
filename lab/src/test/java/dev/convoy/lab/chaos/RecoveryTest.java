package dev.convoy.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String AGENT = "agent-service";

  private final Recovery recovery = new Recovery();

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private void seen(String writer, int written, int now) {
    recovery.seen(writer, "a topic", at(written), at(now));
  }

  @Test
  void recoveryIsTheTimeToTheFirstRecordWrittenAfterTheKill() {
    seen(AGENT, 1, 1);
    recovery.harmed(ChaosKind.KILL, AGENT, at(3));
    seen(AGENT, 2, 4);
    seen("launch-service", 5, 5);
    assertThat(recovery.of(ChaosKind.KILL).waiting()).isEqualTo(1);

    seen(AGENT, 9, 10);
    seen(AGENT, 11, 12);

    assertThat(recovery.of(ChaosKind.KILL).times()).containsExactly(Duration.ofSeconds(7));
    assertThat(recovery.of(ChaosKind.KILL).waiting()).isZero();
  }

  @Test
  void whoeverHadNothingToDoIsNotMeasured() {
    seen(AGENT, 1, 1);
    recovery.harmed(ChaosKind.KILL, AGENT, at(30));
    seen(AGENT, 90, 90);

    assertThat(recovery.of(ChaosKind.KILL).times()).isEmpty();
    assertThat(recovery.of(ChaosKind.KILL).percentile(99)).isEmpty();
  }

  @Test
  void anyRecordShowsThatTheBrokerIsBack() {
    seen(AGENT, 1, 1);
    recovery.harmed(ChaosKind.BROKER, "", at(2));
    seen("launch-service", 20, 20);

    assertThat(recovery.of(ChaosKind.BROKER).percentile(99)).contains(Duration.ofSeconds(18));
  }

  @Test
  void thePercentileIsATimeThatWasMeasured() {
    for (int kill = 0; kill < 100; kill++) {
      seen(AGENT, 1_000 * kill, 1_000 * kill);
      recovery.harmed(ChaosKind.KILL, AGENT, at(1_000 * kill + 1));
      seen(AGENT, 1_000 * kill + 2 + kill, 1_000 * kill + 2 + kill);
    }
    Recovery.Measured measured = recovery.of(ChaosKind.KILL);

    assertThat(measured.percentile(50)).contains(Duration.ofSeconds(50));
    assertThat(measured.percentile(99)).contains(Duration.ofSeconds(99));
  }
}
