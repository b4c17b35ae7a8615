package dev.convoy.agent.server;

/** Whether a source that is quiesced runs, and what is done about it. A build that does not know a symbol reads UNKNOWN. */
enum PowerPhase {
  RUNNING,
  SHUTTING_DOWN,
  STILL_ON,
  OFF,
  AWAKE,
  POWERING_ON,
  POWER_AWAITED,
  /** A later build has brought the server somewhere; its way back is open. */
  UNKNOWN
}
