package dev.convoy.agent.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A complete answer of a host.
 *
 * @param values scalars by name
 * @param checks checks in the order in which they were made
 */
public record HostAnswer(Map<String, String> values, List<HostCheck> checks) {

  /** Copies both. */
  public HostAnswer {
    values = Map.copyOf(values);
    checks = List.copyOf(checks);
  }

  /** A scalar, if the host stated it. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
