package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosClockTest {

  private static CompletableFuture<Boolean> due(ChaosClock clock, int gap) {
    return CompletableFuture.supplyAsync(() -> clock.overAfter(Duration.ofSeconds(gap)));
  }

  @Test
  void anActIsDueAfterSoManyStepsHoweverLongTheyTake() throws Exception {
    ChaosClock clock = new ChaosClock(true);
    CompletableFuture<Boolean> due = due(clock, 1_000_000);
    while (!due.isDone()) {
      clock.step(500_000);
    }
    assertThat(due.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void withoutStepsNothingIsDueUntilItEnds() throws Exception {
    ChaosClock clock = new ChaosClock(true);
    CompletableFuture<Boolean> due = due(clock, 1);
    clock.end();
    assertThat(due.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void byTimeNoStepIsNeededAndTheEndIsNotWaitedFor() throws Exception {
    ChaosClock clock = new ChaosClock(false);
    assertThat(clock.overAfter(Duration.ofMillis(1))).isFalse();
    CompletableFuture<Boolean> due = due(clock, 3_600);
    clock.end();
    assertThat(due.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
