package dev.convoy.kit.aws;

import java.time.Duration;

/** A call was not sent and had no effect. */
final class NotSentException extends RuntimeException {

  private final Duration retryAfter;

  private NotSentException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** While it waited for its turn, the right to send it was lost, or it is not wanted any more. */
  static NotSentException withoutRight() {
    return new NotSentException("not sent: while it waited for its turn, the right to send it was lost", Duration.ZERO);
  }

  /** Its account is only observed. */
  static NotSentException observing(String operation, Duration retryAfter) {
    return new NotSentException("not sent: " + operation + " changes something, and the account is only observed",
        retryAfter);
  }

  /** When it may be tried again. */
  Duration retryAfter() {
    return retryAfter;
  }
}
