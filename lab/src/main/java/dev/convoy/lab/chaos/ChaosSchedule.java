package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.Random;

/**
 * Draws the acts of one kind: the same seed draws the same. Gaps are exponential, so that no moment is safer than
 * another, but the first comes within one mean of a kill, so that a short run sees every kind.
 */
final class ChaosSchedule {
  private static final double LONGEST_GAP = 4;
  private static final double FIRST_EARLIEST = 0.3;
  /** Keeps these draws apart from those that make the fleet and plant the faults. */
  private static final long OWN = 0x43_4841_4F53L;

  /**
   * An act.
   *
   * @param gap from the end of the act before
   * @param victim 0 to 1: which of those that there are
   * @param size 0 to 1: how long it lasts, in the range of its kind
   */
  record Act(Duration gap, double victim, double size) {

    /** One of so many. */
    int of(int victims) {
      return (int) (victim * victims);
    }

    /** A duration in a range. */
    Duration between(Duration least, Duration most) {
      return least.plusMillis((long) (size * (most.toMillis() - least.toMillis())));
    }
  }

  private final Random random;
  private final double meanMillis;
  private final double firstMillis;
  private boolean begun;

  /** @param every mean time between two kills */
  ChaosSchedule(ChaosKind kind, long seed, Duration every) {
    random = new Random(seed * 31 + kind.ordinal() ^ OWN);
    random.nextLong();
    meanMillis = every.toMillis() * kind.share();
    firstMillis = every.toMillis();
  }

  Act next() {
    double millis = begun ? Math.min(LONGEST_GAP, -Math.log(1 - random.nextDouble())) * meanMillis
        : (FIRST_EARLIEST + (1 - FIRST_EARLIEST) * random.nextDouble()) * firstMillis;
    begun = true;
    return new Act(Duration.ofMillis((long) millis), random.nextDouble(), random.nextDouble());
  }
}
