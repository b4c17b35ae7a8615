package dev.convoy.lab.aws.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The lab's one clock: wall time, with AWS's durations shortened by a speed. All instants of the simulator are wall
 * time; simulated time is only a way to write them.
 */
public final class SimulatedTime {

  private final Clock clock;
  private final double speed;
  private final Instant start;
  private final SimulatedDurations durations;

  /**
   * @param speed simulated seconds per wall second
   * @param start the lab's first start, simulated second 0
   */
  public SimulatedTime(Clock clock, double speed, Instant start, SimulatedDurations durations) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("[CVY-9401] speed must be above 0: " + speed);
    }
    this.clock = clock;
    this.speed = speed;
    this.start = start;
    this.durations = durations;
  }

  /** Wall time. */
  public Instant now() {
    return clock.instant();
  }

  /** How long a simulated duration lasts on the wall clock. */
  public Duration onWall(Duration simulated) {
    return Duration.ofNanos((long) (simulated.toNanos() / speed));
  }

  /** Simulated seconds since the lab's first start. */
  public double simulatedSeconds(Instant wall) {
    return Math.round(Duration.between(start, wall).toNanos() / 1e6 * speed) / 1e3;
  }

  /** The lab's first start. */
  public Instant start() {
    return start;
  }

  /** Durations in simulated time. */
  public SimulatedDurations durations() {
    return durations;
  }
}
