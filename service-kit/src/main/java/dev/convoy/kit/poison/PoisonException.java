package dev.convoy.kit.poison;

import dev.convoy.schemas.serde.UndecodableException;
import org.jspecify.annotations.Nullable;

/** A record is to be set aside. */
public final class PoisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Poison poison;

  public PoisonException(Poison poison, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.poison = poison;
  }

  public PoisonException(Poison poison, String message) {
    this(poison, message, null);
  }

  /** What the bytes are no part of. */
  public static PoisonException of(UndecodableException e) {
    return new PoisonException(Poison.of(e), String.valueOf(e.getMessage()), e);
  }

  public Poison poison() {
    return poison;
  }
}
