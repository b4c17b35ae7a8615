package dev.convoy.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes cannot be decoded, now or later: a matter for the dead letters. A registry that cannot be asked is a {@link
 * dev.convoy.schemas.registry.RegistryException} instead.
 */
public final class UndecodableException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /** Says why, for a person. */
  public UndecodableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Says why, for a person. */
  public UndecodableException(String message) {
    super(message);
  }
}
