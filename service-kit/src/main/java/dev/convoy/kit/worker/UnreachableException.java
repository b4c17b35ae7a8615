package dev.convoy.kit.worker;

import java.time.Duration;

/** The world outside cannot be asked now. Nothing was changed; the same is tried again after the wait. */
public final class UnreachableException extends RuntimeException {

  private final Duration retryAfter;

  public UnreachableException(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
