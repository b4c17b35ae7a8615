package dev.convoy.kit.histories;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One input of a history, so whole that it can be given again without the random numbers that drew it.
 *
 * @param at when it is given; never before the step in front of it
 * @param what the message or outcome; null for a tick and a redelivery
 * @param last for a redelivery how many of the last messages come again, in order; else 0
 */
public record Step(Instant at, Kind kind, @Nullable Object what, int last) {

  /** What kind of input it is. */
  public enum Kind { GIVEN, WHEN, TICK, REDELIVERED }

  /** A fact, answer or command. */
  public static Step given(Instant at, Object message) {
    return new Step(at, Kind.GIVEN, message, 0);
  }

  /** An outcome of an operation. */
  public static Step when(Instant at, Object outcome) {
    return new Step(at, Kind.WHEN, outcome, 0);
  }

  /** Time passes. */
  public static Step tick(Instant at) {
    return new Step(at, Kind.TICK, null, 0);
  }

  /** The consumer starts again from an older offset. */
  public static Step redelivered(Instant at, int last) {
    return new Step(at, Kind.REDELIVERED, null, last);
  }

  /** A line of Java for the list that is given to {@link Histories#replay}. */
  @Override
  public String toString() {
    var time = JavaText.of(at);
    return switch (kind) {
      case GIVEN -> "Step.given(" + time + ", " + JavaText.of(what) + ")";
      case WHEN -> "Step.when(" + time + ", " + JavaText.of(what) + ")";
      case TICK -> "Step.tick(" + time + ")";
      case REDELIVERED -> "Step.redelivered(" + time + ", " + last + ")";
    };
  }
}
