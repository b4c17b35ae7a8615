package dev.convoy.lab.hosts;

import java.time.Duration;

/** How long work on a host takes, in simulated time. */
public record HostDurations(
    Duration install, Duration quiesce, Duration resume, Duration check, Duration shutdown, Duration boot) {
  /** 90 s for the installer, 10 s for either runbook, 2 s for the checks, 20 s to go off, 60 s to boot. */
  public static final HostDurations DEFAULT = new HostDurations(
      Duration.ofSeconds(90), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(2),
      Duration.ofSeconds(20), Duration.ofSeconds(60));
}
