package dev.convoy.lab.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionTest {

  @Test
  void whatHasHeldIsNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Boolean> held = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      Condition.ask(() -> asked.incrementAndGet() > 0, held);
    }
    assertThat(held).isCompletedWithValue(true);
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatDoesNotHoldIsGivenUpAfterTheLimit() {
    assertThat(Condition.holdsWithin(Duration.ofMillis(1), () -> false)).isFalse();
  }

  @Test
  void whatHoldsAfterAWhileIsWaitedFor() {
    AtomicInteger asked = new AtomicInteger();
    assertThat(Condition.holdsWithin(Duration.ofMinutes(1), () -> asked.incrementAndGet() == 3)).isTrue();
  }
}
