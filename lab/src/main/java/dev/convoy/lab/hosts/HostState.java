package dev.convoy.lab.hosts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host remembers over a restart of the lab.
 *
 * @param writing whether its application writes
 * @param sourceServerId MGN's id once the agent is installed
 * @param off true while it is off; null = it never was
 */
record HostState(
    boolean writing, @Nullable String sourceServerId, List<HostOperation> operations, @Nullable Boolean off) {
  static final HostState NEW = new HostState(true, null, List.of(), null);

  boolean isOff() {
    return Boolean.TRUE.equals(off);
  }

  HostState off(boolean now) {
    return new HostState(writing, sourceServerId, operations, now);
  }
}
