package dev.convoy.agent.server;

import dev.convoy.kit.core.Backoff;
import java.time.Duration;
import java.util.Set;

/**
 * Which sources are shut down after their drain, and how they are powered on again.
 *
 * @param environments environments whose sources are shut down; {@code *} = all, empty = none
 * @param except servers that are not, by id
 * @param shutdownWithin by when a host must be seen to be off
 * @param hookAfter how long a host that was not seen to be off may answer before it is powered on
 * @param answerWithin by when a host must answer after its hook has run
 * @param hook attempts of a hook until a person is told; it is tried on after that
 */
public record PowerPolicy(
    Set<String> environments, Set<String> except, Duration shutdownWithin, Duration hookAfter, Duration answerWithin,
    Backoff hook) {

  /** Nothing is shut down. */
  public static final PowerPolicy OFF = new PowerPolicy(Set.of(), Set.of(), Duration.ofMinutes(10), Duration.ofMinutes(1),
      Duration.ofMinutes(10), new Backoff(4, Duration.ofSeconds(30), Duration.ofMinutes(10)));

  private static final String ALL = "*";

  /** True when anything is shut down at all. */
  boolean isOn() {
    return !environments.isEmpty();
  }

  boolean isToBeOff(AgentServer s) {
    return isOn() && (environments.contains(ALL) || environments.contains(s.environment()))
        && !except.contains(s.serverId());
  }
}
