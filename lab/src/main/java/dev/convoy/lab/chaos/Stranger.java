package dev.convoy.lab.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;

/** Somebody else at the console, who starts a test of a server now and then, until it was done often enough. */
public final class Stranger {
  private static final long OWN = 0x57a19e5L;

  private final AwsStorm aws;
  private final int most;
  private final Duration every;
  private final Random random;
  private final Clock clock;
  private final Consumer<String> notes;
  private Instant next;
  private int started;

  /**
   * @param most how often at most
   * @param every mean time between two
   * @param notes takes a line for each
   */
  public Stranger(AwsStorm aws, int most, Duration every, long seed, Clock clock, Consumer<String> notes) {
    this.aws = aws;
    this.most = most;
    this.every = every;
    this.random = new Random(seed ^ OWN);
    this.clock = clock;
    this.notes = notes;
    this.next = clock.instant();
  }

  /** Starts one if it is time and a server is ready for a test; asked again and again. */
  public void look() {
    if (started >= most || clock.instant().isBefore(next)) {
      return;
    }
    aws.foreignJob(random.nextDouble()).ifPresent(text -> {
      started++;
      next = clock.instant().plusMillis((long) (-Math.log(1 - random.nextDouble()) * every.toMillis()));
      notes.accept("somebody else: " + text);
    });
  }
}
