package dev.convoy.agent.config;

import dev.convoy.agent.power.PowerHooks;
import dev.convoy.agent.server.PowerPolicy;
import dev.convoy.kit.core.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether sources are shut down after their drain, and how they are powered on again, {@code convoy.agent.*}.
 *
 * @param shutdown which are shut down, and how
 * @param watchEvery how often it is looked whether a source that was shut down stays off
 * @param powerOn hooks by site; {@code default} serves sites without one of their own
 * @param powerOnWithin by when a host must answer after its hook has run
 */
@ConfigurationProperties("convoy.agent")
public record PowerSettings(
    @DefaultValue Shutdown shutdown,
    @DefaultValue("5m") Duration watchEvery,
    @DefaultValue Map<String, PowerHooks.Hook> powerOn,
    @DefaultValue("10m") Duration powerOnWithin) {

  private static final Duration LEAST = Duration.ofMinutes(1);

  /**
   * Shutdowns, {@code convoy.agent.shutdown.*}.
   *
   * @param environments whose sources are shut down; {@code *} = all, empty = none
   * @param except ids of servers that are not
   * @param within by when a host must be off
   * @param offAfter how long a host must not answer to be off
   */
  public record Shutdown(
      @DefaultValue Set<String> environments,
      @DefaultValue Set<String> except,
      @DefaultValue("10m") Duration within,
      @DefaultValue("30s") Duration offAfter) {}

  /** @throws IllegalArgumentException naming the property that is wrong */
  PowerPolicy policy(AgentSettings settings) {
    least("shutdown.within", shutdown.within(), LEAST);
    least("shutdown.off-after", shutdown.offAfter(), Duration.ZERO);
    least("watch-every", watchEvery, Duration.ofMillis(1));
    least("power-on-within", powerOnWithin, Duration.ofMillis(1));
    return new PowerPolicy(shutdown.environments(), shutdown.except(), shutdown.within(), shutdown.offAfter().multipliedBy(2),
        powerOnWithin, new Backoff(settings.attempts(), settings.retryFirst(), settings.retryMost()));
  }

  private static void least(String property, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException("[CVY-2413] convoy.agent." + property + " is " + value + ", less than " + least
          + "; correct the configuration of agent-service");
    }
  }
}
