package dev.convoy.agent.server;

/** Who enters a host before whom, from the most urgent on. What was begun is finished before more is begun. */
public enum Urgency {

  /** A source gets its way back, in an outage. */
  RESUME,

  /** A move group is in its outage, or about to be. */
  CUTOVER,

  /** A program that runs already. */
  RUNNING,

  /** A program that is to begin. */
  START,

  /** A look before anything is begun. */
  CHECK
}
