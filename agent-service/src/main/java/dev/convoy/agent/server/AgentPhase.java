package dev.convoy.agent.server;

/** Phases of a server in agent-service. */
public enum AgentPhase {
  IDLE,
  CHECKING,
  CHECK_WAITING,
  CHECK_STUCK,
  READY,
  INSTALLING,
  INSTALL_WAITING,
  INSTALL_STUCK,
  INSTALLED,
  QUIESCING,
  QUIESCE_WAITING,
  QUIESCE_STUCK,
  QUIESCED,
  RESUMING,
  RESUME_WAITING,
  RESUME_OVERDUE,
  WITHDRAWN
}
