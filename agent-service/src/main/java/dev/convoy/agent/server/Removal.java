package dev.convoy.agent.server;

import java.time.Instant;

/**
 * How it stands with the agent of a server that has left.
 *
 * @param since when it began to be wanted; the time that it may take counts from there
 * @param round round that it has left, which its operation keeps
 * @param attempt the last one; 0 = none
 * @param said newest word about the server's registrations: twice the round for a registration, one more for its end
 */
public record Removal(Step step, Instant since, int round, int attempt, int said) {

  /** Where it stands. */
  public enum Step {
    UNKNOWN,
    /** Shortly after the server has left: it may be declared again in the same moment. */
    PENDING,
    /** Its operation stands. */
    WANTED,
    /** Another attempt follows. */
    WAITING,
    /** The server is declared again: the agent stays. */
    DROPPED,
    /** The agent is gone, or a person was told. */
    OVER
  }

  static int registered(int round) {
    return 2 * round;
  }

  static int left(int round) {
    return 2 * round + 1;
  }

  boolean is(Step other) {
    return step == other;
  }

  Removal in(Step next) {
    return new Removal(next, since, round, attempt, said);
  }

  Removal saying(Step next, int what) {
    return new Removal(next, since, round, attempt, what);
  }

  Removal wanted(Instant from) {
    return new Removal(Step.WANTED, from, round, attempt + 1, said);
  }
}
