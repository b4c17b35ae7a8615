package dev.convoy.launch.server;

/** Where the names of a server lead, and what is done about it. A build that does not know a symbol reads UNKNOWN. */
enum NamesPhase {
  /** Nothing was done to them, or all of it was taken back. */
  UNTOUCHED,
  READING,
  LOWERING,
  /** They lead to the source, and are kept for the short time. */
  LOWERED,
  SWITCHING,
  /** They lead to the target. */
  SWITCHED,
  /** They lead to the target, and go back when the source was resumed. */
  RETURNING,
  RESTORING,
  /** Back to the time that they were kept for before. */
  RAISING,
  /** A later build has brought them somewhere. */
  UNKNOWN
}
