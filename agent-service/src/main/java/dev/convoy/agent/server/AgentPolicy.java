package dev.convoy.agent.server;

import dev.convoy.kit.core.Backoff;
import java.time.Duration;

/**
 * How often and how long is tried.
 *
 * @param check attempts of the prerequisites while the host is not reachable
 * @param install attempts of the installation
 * @param runbook attempts of quiesce and resume
 * @param installWithin most time of one attempt of the installation, from when its turn has come
 * @param runbookWithin most time of one attempt of a runbook
 * @param removeWithin most time of the removal of an agent from a server that has left; zero = it is never removed
 * @param copiesScripts whether post-launch scripts are configured
 * @param levels what follows when a check does not hold
 */
public record AgentPolicy(
    Backoff check, Backoff install, Backoff runbook, Duration installWithin, Duration runbookWithin,
    Duration removeWithin, boolean copiesScripts, CheckLevels levels) {

  /** No agent is ever removed, no script copied. */
  public AgentPolicy(Backoff check, Backoff install, Backoff runbook, Duration installWithin, Duration runbookWithin,
      CheckLevels levels) {
    this(check, install, runbook, installWithin, runbookWithin, Duration.ZERO, false, levels);
  }

  boolean removes() {
    return removeWithin.isPositive();
  }
}
