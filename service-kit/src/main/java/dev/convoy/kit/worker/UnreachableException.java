package dev.convoy.kit.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The world outside cannot be asked now. Nothing was changed; the same is tried again after the wait. */
public final class UnreachableException extends RuntimeException {

  private final @Nullable Duration retryAfter;

  /** @param retryAfter how long to wait; null when nobody says: then until the next poll */
  public UnreachableException(String message, @Nullable Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** Nothing was sent, and nothing failed: it is to be seen again at the next poll. */
  public UnreachableException(String message) {
    super(message);
    this.retryAfter = null;
  }

  /** Null when nobody says how long. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
