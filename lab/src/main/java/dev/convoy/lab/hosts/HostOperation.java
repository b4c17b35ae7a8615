package dev.convoy.lab.hosts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation folder of a host.
 *
 * @param due wall time at which it does its effect and ends
 * @param timedOut true if what is due is the end of its time, not of its work
 * @param ended wall time of its end; null while it runs
 * @param exit exit code; null while it runs
 * @param installation what an installer needs; null for other kinds and once it has ended
 */
record HostOperation(
    String id, WorkKind kind, Instant started, Instant due, boolean timedOut, @Nullable Instant ended,
    @Nullable Integer exit, String output, @Nullable Installation installation) {

  boolean running() {
    return exit == null;
  }

  HostOperation end(Instant now, CommandResult result) {
    return new HostOperation(
        id, kind, started, due, timedOut, now, result.exit(), result.output() + result.error(), null);
  }
}
