package dev.convoy.agent.server;

/** How it stands with the break-glass account of a server. A build that does not know a symbol reads UNKNOWN. */
enum BreakGlassPhase {
  /** There is none, as far as Convoy has made one. */
  NONE,
  OPENING,
  OPEN_WAITING,
  OPEN,
  CLOSING,
  CLOSE_WAITING,
  /** A later build has brought it somewhere: it is closed. */
  UNKNOWN
}
