package dev.convoy.lab.chaos;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DrainsTest {

  private final Drains drains = new Drains(Duration.ofSeconds(30));

  private String ended(int seconds, int exit) {
    return drains.add("launch-service", new Victim.Drain(Duration.ofSeconds(seconds), exit));
  }

  @Test
  void anEndInTimeWithTheCodeOfTheSignalOrZeroIsInOrder() {
    assertThat(ended(2, 143)).isEqualTo("launch-service drained in 2.0 s, exit code 143");
    ended(30, 0);
    assertThat(drains.allInOrder()).isTrue();
    assertThat(drains.line()).isEqualTo(" drain-p50=2.0 drain-p99=30.0 drained=2 drain-late=0");
  }

  @Test
  void anEndThatIsLateOrACrashIsNot() {
    assertThat(ended(31, 143)).contains("[CVY-9277]");
    assertThat(drains.allInOrder()).isFalse();
    ended(1, 1);
    ended(60, 137);
    assertThat(drains.line()).endsWith("drained=0 drain-late=3");
  }

  @Test
  void whoWasKilledByAnotherActMeanwhileIsNotCounted() {
    ended(2, 137);
    assertThat(drains.allInOrder()).isTrue();
    assertThat(drains.line()).isEmpty();
  }
}
