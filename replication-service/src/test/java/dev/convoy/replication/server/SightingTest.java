package dev.convoy.replication.server;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SightingTest {

  private static final Instant QUIESCED_AT = Instant.parse("2026-01-01T00:00:00.531Z");

  private static Sighting heardAt(Instant time) {
    return new Sighting("CONTINUOUS", "READY_FOR_CUTOVER", Duration.ZERO, 1, 1, 0, null, null, time);
  }

  @Test
  void anAgentHeardInTheMillisecondOfTheQuiesceProvesNothingHereNorAfterItWasStored() {
    var microsLater = QUIESCED_AT.plusNanos(400_000);
    assertThat(heardAt(microsLater).drained(QUIESCED_AT)).isFalse();
    assertThat(heardAt(microsLater).fingerprint(Duration.ofMinutes(5), QUIESCED_AT).drained()).isFalse();
  }

  @Test
  void anAgentHeardLaterWithoutLagIsDrained() {
    assertThat(heardAt(QUIESCED_AT.plusMillis(1)).drained(QUIESCED_AT)).isTrue();
  }
}
