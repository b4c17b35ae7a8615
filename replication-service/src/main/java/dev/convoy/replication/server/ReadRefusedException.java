package dev.convoy.replication.server;

/** AWS refuses a read for good, such as for missing permissions. Nothing was changed. */
public final class ReadRefusedException extends RuntimeException {

  private final String code;

  /** @param code AWS's error code: {@code AccessDeniedException} */
  public ReadRefusedException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
