package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestoresTest {

  private final Restores restores = new Restores(Duration.ofSeconds(60));

  @Test
  void whatIsRestoredInTimeIsMeasured() {
    assertThat(restores.add("launch-service", Optional.of(Duration.ofSeconds(9))))
        .isEqualTo("launch-service has its state again after 9.0 s");
    restores.add("agent-service", Optional.of(Duration.ofSeconds(60)));
    assertThat(restores.line()).isEqualTo(" wipe-restored-p50=9.0 wipe-restored-p99=60.0 restored=2 restored-late=0");
  }

  @Test
  void whatTakesLongerOrNeverComesIsLate() {
    restores.add("launch-service", Optional.of(Duration.ofSeconds(61)));
    assertThat(restores.add("agent-service", Optional.empty()))
        .isEqualTo("agent-service does not have its state again; see its log");
    assertThat(restores.line()).isEqualTo(" wipe-restored-p50=61.0 wipe-restored-p99=61.0 restored=1 restored-late=2");
  }

  @Test
  void nothingIsSaidOfARunInWhichNobodyLostItsState() {
    assertThat(restores.line()).isEmpty();
  }
}
