package dev.convoy.lab.hosts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host remembers over a restart of the lab.
 *
 * @param writing whether its application writes
 * @param sourceServerId MGN's id once the agent is installed
 */
record HostState(boolean writing, @Nullable String sourceServerId, List<HostOperation> operations) {
  static final HostState NEW = new HostState(true, null, List.of());
}
