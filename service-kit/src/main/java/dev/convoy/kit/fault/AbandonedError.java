package dev.convoy.kit.fault;

/** Whoever gets this is taken for crashed: it does, records and cleans up nothing more. No error of the program. */
public final class AbandonedError extends Error {

  public AbandonedError(String message) {
    super(message, null, false, false);
  }
}
