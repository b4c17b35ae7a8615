package dev.convoy.lab.verify;

import java.util.Set;

/**
 * An instance as DescribeInstances shows it.
 *
 * @param state {@code running}
 */
public record AwsInstance(String account, String region, String instanceId, String state) {
  private static final Set<String> ON = Set.of("pending", "running");

  /** It is on, or comes up. */
  boolean runs() {
    return ON.contains(state);
  }
}
