package dev.convoy.lab.run;

import java.time.Duration;

/** How long the lab's own clients wait out an outage of broker, registry or inventory-service. */
public final class LabPatience {
  /** Longer than any outage that the lab makes. */
  public static final Duration OUTAGE = Duration.ofMinutes(10);

  private LabPatience() {}
}
