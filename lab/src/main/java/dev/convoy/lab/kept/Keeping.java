package dev.convoy.lab.kept;

import java.time.Duration;

/** How the test instances of a wave are kept, and what ends it; waves take turns. */
public enum Keeping {
  /** Every second one is accepted, the others go when their time is over; then the cutover is approved. */
  LOOKED_AT(Duration.ofSeconds(20)),
  /** The cutover is approved while they are kept. */
  UNTIL_CUTOVER(Duration.ofDays(1));

  private final Duration time;

  Keeping(Duration time) {
    this.time = time;
  }

  /** @param index of the wave, in the order of names */
  public static Keeping of(int index) {
    return values()[index % values().length];
  }

  /** For the plan of the wave: parts of a day, by the wall clock. */
  public double days() {
    return time.toSeconds() / (double) Duration.ofDays(1).toSeconds();
  }
}
