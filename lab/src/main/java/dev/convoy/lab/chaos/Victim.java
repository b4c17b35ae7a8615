package dev.convoy.lab.chaos;

import java.time.Duration;

/** A process of the lab that chaos may befall. */
public interface Victim {

  /** Its name for a person. */
  String name();

  /** The topics that it writes begin with this; empty for one that writes none. */
  String topics();

  /** kill -9. Whoever keeps it starts it again only when {@link #revive} says so. */
  void kill();

  /** Starts it again after {@link #kill}, and returns when it can be used. Does nothing when it runs. */
  void revive();

  /** SIGSTOP, and SIGCONT after a time even if the lab has died by then. Returns after that. */
  void freeze(Duration time);

  /** SIGCONT at once. Does nothing when it is not stopped. */
  void thaw();

  /** True while it does its work. */
  boolean healthy();
}
