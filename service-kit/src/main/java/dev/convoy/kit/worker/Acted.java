package dev.convoy.kit.worker;

import dev.convoy.kit.core.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a call that was to start an operation. */
public sealed interface Acted<R extends Outcome> {

  /** The answer itself shows the end. */
  record Ended<R extends Outcome>(R outcome) implements Acted<R> {}

  /** Accepted; the end will be observed. */
  record Accepted<R extends Outcome>() implements Acted<R> {}

  /**
   * Surely not accepted: throttled, busy, refused for another member's sake. Tried again after the wait.
   *
   * @param retryAfter null when nobody says how long: then at the next poll
   */
  record NotAccepted<R extends Outcome>(@Nullable Duration retryAfter) implements Acted<R> {}

  /** The answer was lost: it may have been accepted. Only a late enough read tells. */
  record Unknown<R extends Outcome>() implements Acted<R> {}
}
