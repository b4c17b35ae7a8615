package dev.convoy.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The registry did not give what was asked. Says whether asking again can help. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the failure means for the caller. */
  public enum Kind {
    /** Not reachable, overloaded or broken for now: ask again later. */
    UNAVAILABLE,
    /** The registry answered: there is no such id, subject or version. */
    UNKNOWN,
    /** The registry answered with a schema that is not Avro, or that cannot be read. */
    UNUSABLE,
    /** The schema breaks the compatibility rule of its subject. */
    INCOMPATIBLE,
    /** Any other refusal: credentials, rights, address, an invalid schema. */
    REFUSED
  }

  private final Kind kind;

  /** A failure of the given kind. */
  public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A failure of the given kind without a cause of its own. */
  public RegistryException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** What the failure means. */
  public Kind kind() {
    return kind;
  }

  /** True if the same question can be answered later; such a failure is never the fault of a record. */
  public boolean transientFailure() {
    return kind == Kind.UNAVAILABLE;
  }

  /** True if the registry answered that it does not know the id, subject or version. */
  public boolean unknown() {
    return kind == Kind.UNKNOWN;
  }
}
