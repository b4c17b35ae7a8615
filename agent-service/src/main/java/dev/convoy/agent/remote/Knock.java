package dev.convoy.agent.remote;

/** Knocks at the port of a host from outside, without entering it. Safe for use by many threads. */
@FunctionalInterface
public interface Knock {

  /** What a knock says. */
  enum Sign {
    /** Somebody accepts connections there. */
    ANSWERS,
    /** The way is open as far as can be told, and nobody accepts. */
    SILENT,
    /** Nothing: the way there is not known to be open. */
    UNKNOWN
  }

  /** @param what what was seen, in one line */
  record Seen(Sign sign, String what) {}

  /** Never throws: what cannot be told is a sign too. */
  Seen at(HostTarget target, Deadline deadline);
}
