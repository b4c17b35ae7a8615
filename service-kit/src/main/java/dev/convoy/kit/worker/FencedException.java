package dev.convoy.kit.worker;

/** Another instance may record for this partition now, or it cannot be told whether this one still may. */
public final class FencedException extends RuntimeException {

  public FencedException(String message, Throwable cause) {
    super(message, cause);
  }
}
