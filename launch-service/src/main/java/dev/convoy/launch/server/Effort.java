package dev.convoy.launch.server;

import dev.convoy.kit.core.Backoff;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often was tried.
 *
 * @param attempts last attempt by kind of operation in this round; they only rise, so that operation ids are never reused
 * @param tries tries of the present step since it was begun or a person asked for another
 * @param pause null while an attempt is under way
 */
record Effort(Map<String, Integer> attempts, int tries, @Nullable Pause pause) {

  static final Effort NONE = new Effort(Map.of(), 0, null);

  /**
   * The attempt before has failed.
   *
   * @param retryAt when the next one begins; null = when a person asks for it
   */
  record Pause(@Nullable Instant retryAt) {}

  int attempt(String kind) {
    return attempts.getOrDefault(kind, 0);
  }

  /** A first attempt of a step. */
  Effort begin(String kind) {
    return new Effort(plusOne(kind), 1, null);
  }

  /** Another attempt after a pause. */
  Effort again(String kind) {
    return new Effort(plusOne(kind), tries + 1, null);
  }

  /** The next operation of the same step. */
  Effort next(String kind) {
    return new Effort(plusOne(kind), tries, null);
  }

  /** Counts something that is no operation; what is under way or waits stays as it is. */
  Effort counting(String kind) {
    return new Effort(plusOne(kind), tries, pause);
  }

  /** A step that begins without an operation. */
  Effort fresh() {
    return new Effort(attempts, 1, null);
  }

  /** A step that goes on after a pause, without an operation. */
  Effort resumed() {
    return new Effort(attempts, tries + 1, null);
  }

  Effort pausedUntil(Instant retryAt) {
    return new Effort(attempts, tries, new Pause(retryAt));
  }

  /** Gives up until a person asks for more. */
  Effort parked() {
    return new Effort(attempts, tries, new Pause(null));
  }

  /** A person asks for another attempt of what was given up. */
  Effort retryRequested(Instant at) {
    return pause != null && pause.retryAt() == null ? new Effort(attempts, 0, new Pause(at)) : this;
  }

  Effort after(Backoff backoff, Instant now) {
    return pausedUntil(now.plus(backoff.after(tries)));
  }

  boolean isDue(Instant now) {
    return pause != null && pause.retryAt() != null && !now.isBefore(pause.retryAt());
  }

  private Map<String, Integer> plusOne(String kind) {
    var more = new TreeMap<>(attempts);
    more.merge(kind, 1, Integer::sum);
    return Map.copyOf(more);
  }
}
