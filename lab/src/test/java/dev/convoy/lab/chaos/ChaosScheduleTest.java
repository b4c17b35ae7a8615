package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosScheduleTest {

  private static final Duration EVERY = Duration.ofSeconds(20);

  private static List<ChaosSchedule.Act> acts(ChaosKind kind, long seed, int count) {
    ChaosSchedule schedule = new ChaosSchedule(kind, seed, EVERY);
    return Stream.generate(schedule::next).limit(count).toList();
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedDoesNot() {
    assertThat(acts(ChaosKind.KILL, 7, 50)).isEqualTo(acts(ChaosKind.KILL, 7, 50)).isNotEqualTo(acts(ChaosKind.KILL, 8, 50));
  }

  @Test
  void eachKindHasDrawsOfItsOwn() {
    assertThat(acts(ChaosKind.KILL, 7, 5)).isNotEqualTo(acts(ChaosKind.STOP, 7, 5));
  }

  @Test
  void killsComeEveryTwentySecondsOnAverageForAnySeed() {
    for (long seed = 1; seed <= 5; seed++) {
      double mean = acts(ChaosKind.KILL, seed, 4_000).stream().mapToLong(act -> act.gap().toMillis()).average().orElse(0);
      assertThat(mean).as("seed %d", seed).isBetween(18_500.0, 21_000.0);
    }
  }

  @Test
  void theFirstActOfEveryKindComesWithinOneMeanOfAKill() {
    for (ChaosKind kind : ChaosKind.values()) {
      for (long seed = 1; seed <= 100; seed++) {
        assertThat(acts(kind, seed, 1).getFirst().gap()).as("%s seed %d", kind, seed)
            .isBetween(Duration.ofSeconds(6), EVERY);
      }
    }
  }

  @Test
  void everyVictimIsDrawnAndNoOther() {
    assertThat(acts(ChaosKind.KILL, 3, 500)).extracting(act -> act.of(5))
        .containsOnlyElementsOf(IntStream.range(0, 5).boxed().toList()).contains(0, 1, 2, 3, 4);
  }

  @Test
  void anOutageLastsBetweenItsLimits() {
    assertThat(acts(ChaosKind.BROKER, 3, 500)).extracting(act -> act.between(Duration.ofSeconds(1), Duration.ofSeconds(8)))
        .allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8)));
  }
}
