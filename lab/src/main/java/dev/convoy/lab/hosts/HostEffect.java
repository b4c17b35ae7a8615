package dev.convoy.lab.hosts;

import org.jspecify.annotations.Nullable;

/**
 * How an operation ended and what it changed.
 *
 * @param writing new value of the writing flag; null = unchanged
 * @param sourceServerId id that the agent got; null = none, empty = the agent is gone
 * @param off true when the host goes off with it
 */
record HostEffect(CommandResult result, @Nullable Boolean writing, @Nullable String sourceServerId, boolean off) {
  private static final String GONE = "";
  private static final int NOT_THERE = 10;
  private static final int TIMED_OUT = 124;
  private static final int KILLED_BY_SHUTDOWN = 143;
  private static final int STILL_ON = 75;

  HostEffect(CommandResult result, @Nullable Boolean writing, @Nullable String sourceServerId) {
    this(result, writing, sourceServerId, false);
  }

  static HostEffect failed(String output) {
    return new HostEffect(new CommandResult(1, output, ""), null, null);
  }

  /** No installer is on the host, and there is no way to download one. */
  static HostEffect notThere() {
    return new HostEffect(new CommandResult(NOT_THERE, "no installer: none that was pushed is there, and none could be downloaded\n", ""), null, null);
  }

  static HostEffect timedOut(String output) {
    return new HostEffect(new CommandResult(TIMED_OUT, output, "the program was ended by its time-out\n"), null, null);
  }

  static HostEffect installed(String output, String sourceServerId) {
    return new HostEffect(CommandResult.ok(output), null, sourceServerId);
  }

  /** It failed, and the agent is there all the same. */
  static HostEffect left(String output, String sourceServerId) {
    return new HostEffect(new CommandResult(1, output, ""), null, sourceServerId);
  }

  static HostEffect copied(boolean hasAgent) {
    return new HostEffect(hasAgent ? CommandResult.ok("the post-launch scripts are in place\n")
        : new CommandResult(31, "user aws-replication of the agent is not there\n", ""), null, null);
  }

  /** The break-glass account is there, or is gone. */
  static HostEffect admitting(boolean admitted) {
    return new HostEffect(CommandResult.ok(admitted ? "the account convoy-admin is open\n"
        : "the account convoy-admin is not there, nor its folder, nor its sudo\n"), null, null);
  }

  static HostEffect removed(boolean wasThere) {
    return new HostEffect(CommandResult.ok(wasThere ? "the replication agent is removed\n"
        : "no replication agent is installed\n"), null, GONE);
  }

  /** The host goes off, and ends the program that told it to. */
  static HostEffect goesOff() {
    return new HostEffect(new CommandResult(KILLED_BY_SHUTDOWN, "the host was told to shut down\n", ""), null, null, true);
  }

  /** What the program says that told a host to shut down and outlived the order. */
  static HostEffect staysOn() {
    return new HostEffect(new CommandResult(STILL_ON, "the host took the order and still runs\n", ""), null, null);
  }

  static HostEffect writing(boolean writing) {
    return new HostEffect(CommandResult.ok(writing ? "writes resumed\n" : "writes stopped\n"), writing, null);
  }

  HostState applyTo(HostState before) {
    return new HostState(writing == null ? before.writing() : writing,
        sourceServerId == null ? before.sourceServerId() : sourceServerId.equals(GONE) ? null : sourceServerId, before.operations(),
        off ? Boolean.TRUE : before.off());
  }
}
