package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.Optional;

/** A process of the lab that chaos may befall. */
public interface Victim {

  /** Its name for a person. */
  String name();

  /** Full name of the service that it is; empty for what all of them stand on. */
  String service();

  /** kill -9. Whoever keeps it starts it again only when {@link #revive} says so. */
  void kill();

  /** Starts it again after {@link #kill}, and returns when it can be used. Does nothing when it runs. */
  void revive();

  /**
   * SIGTERM. Returns when it has ended, by kill -9 if it has to; whoever keeps it starts it again.
   *
   * @param limit after which it is killed
   * @return how it ended; empty when it does not run, or is never told to end
   */
  default Optional<Drain> terminate(Duration limit) {
    return Optional.empty();
  }

  /**
   * kill -9, and its state folder is gone; it is started again. Returns when it serves as before.
   *
   * @param limit after which it is not waited for any more
   * @return from its start until it serves; empty when it has no state to lose, or did not come up in time
   */
  default Optional<Duration> wipe(Duration limit) {
    return Optional.empty();
  }

  /**
   * An end on request.
   *
   * @param time from the signal to the end of the process
   * @param exit its exit code: 0 or 143 when it ended in order
   */
  record Drain(Duration time, int exit) {

    /** True when it ended by itself, within the limit, in order. */
    boolean inOrder(Duration limit) {
      return time.compareTo(limit) <= 0 && (exit == 0 || exit == TERMINATED);
    }

    /** True when another act has killed it before its time was over. */
    boolean killed(Duration limit) {
      return exit == KILLED && time.compareTo(limit) < 0;
    }

    private static final int TERMINATED = 128 + 15;
    private static final int KILLED = 128 + 9;
  }

  /** SIGSTOP, and SIGCONT after a time even if the lab has died by then. Returns after that. */
  void freeze(Duration time);

  /** SIGCONT at once. Does nothing when it is not stopped. */
  void thaw();

  /** True while it does its work. */
  boolean healthy();
}
