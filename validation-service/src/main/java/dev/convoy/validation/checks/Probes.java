package dev.convoy.validation.checks;

/** Asks a launched instance over the network. Every probe ends within a bounded time and reads a bounded answer. */
public interface Probes {

  /** Whether it answered as declared, and what was seen; the same cause gives the same words. */
  record Answer(boolean passed, String detail) {}

  /** Passes when a connection is accepted. */
  Answer tcp(String address, int port) throws InterruptedException;

  /** Passes when a GET is answered with the expected status. Redirections are not followed. */
  Answer http(String address, int port, String path, int expectedStatus) throws InterruptedException;
}
