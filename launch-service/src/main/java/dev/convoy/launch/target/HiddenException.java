package dev.convoy.launch.target;

/** AWS refuses to show something for good, such as for a missing permission. */
public final class HiddenException extends RuntimeException {

  public HiddenException(String message, Throwable cause) {
    super(message, cause);
  }
}
