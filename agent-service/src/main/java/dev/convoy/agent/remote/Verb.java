package dev.convoy.agent.remote;

import java.util.Locale;

/** What a host can be asked for. */
public enum Verb {
  /** Checks prerequisites and profiles the host; alters nothing. */
  CHECK,
  /** Says which replication agent is installed; alters nothing. */
  AGENT,
  /** Takes a part of a file. */
  PUT,
  /** Starts a program detached, once per operation. */
  START,
  /** Says how an operation stands; alters nothing. */
  STATUS;

  /** The word that the host scripts know. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
