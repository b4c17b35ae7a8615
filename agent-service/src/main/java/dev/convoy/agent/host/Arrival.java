package dev.convoy.agent.host;

/** Is told how much of a file is on a host while it is brought there. */
@FunctionalInterface
public interface Arrival {

  /** Nobody is told. */
  Arrival UNTOLD = bytes -> { };

  /** @param bytes of the file that are there now; the first time those that were there before */
  void arrived(long bytes);
}
