package dev.convoy.agent.remote;

/**
 * Result of one check as the host stated it.
 *
 * @param name stable name, such as {@code root-space}
 * @param verdict what follows
 * @param detail what was found
 */
public record HostCheck(String name, Verdict verdict, String detail) {

  /** What follows from a check. */
  public enum Verdict {
    /** Holds. */
    OK,
    /** Worth knowing; stops nothing. */
    WARN,
    /** Does not hold. */
    FAIL,
    /** Stops until a person has decided. */
    DECIDE
  }
}
