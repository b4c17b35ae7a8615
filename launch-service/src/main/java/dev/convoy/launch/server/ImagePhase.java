package dev.convoy.launch.server;

/** Whether an image of a validated instance is under way. */
public enum ImagePhase {
  /** Nobody waits for one. */
  NONE,
  /** EC2 is to make one, or is making it. */
  MAKING
}
