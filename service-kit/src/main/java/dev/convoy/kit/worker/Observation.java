package dev.convoy.kit.worker;

import dev.convoy.kit.core.Outcome;
import org.jspecify.annotations.Nullable;

/** What the world outside says about an operation. */
public sealed interface Observation<R extends Outcome> {

  /** It has ended, well or badly, or nobody can tell; the outcome says which. Nothing more is done for it. */
  record Ended<R extends Outcome>(R outcome) implements Observation<R> {}

  /**
   * It runs. Looked at again after the handler's poll interval.
   *
   * @param progress a fact worth recording; null = none
   * @param fingerprint what makes the progress new; equal fingerprints are recorded once
   */
  record Running<R extends Outcome>(@Nullable R progress, @Nullable Object fingerprint) implements Observation<R> {
    public static <R extends Outcome> Running<R> silently() {
      return new Running<>(null, null);
    }
  }

  /** There is no trace of it. Believed at once for a new operation, later for one whose call may be under way. */
  record NotDone<R extends Outcome>() implements Observation<R> {}
}
