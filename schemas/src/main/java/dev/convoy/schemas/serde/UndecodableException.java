package dev.convoy.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes cannot be decoded, now or later: a matter for the dead letters. A registry that cannot be asked is a {@link
 * dev.convoy.schemas.registry.RegistryException} instead.
 */
public final class UndecodableException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Reason {
    /** They have no schema id in front. */
    NO_WIRE_FORMAT,
    /** The registry answered that it has no Avro schema of this id. */
    UNKNOWN_SCHEMA,
    /** They hold another type than is read here. */
    WRONG_TYPE,
    /** They name a type that is read here, and are none. */
    CORRUPT
  }

  private final Reason reason;

  /** Says why, for a person. */
  public UndecodableException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Says why, for a person. */
  public UndecodableException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
