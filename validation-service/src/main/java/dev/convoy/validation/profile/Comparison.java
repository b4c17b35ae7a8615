package dev.convoy.validation.profile;

import java.time.Instant;
import java.util.List;

/**
 * What a launched instance is compared with.
 *
 * @param profiledAt when the source was looked at
 * @param ports that should be listened on
 * @param passedOver how many more there are, beyond what is compared at most
 */
public record Comparison(Instant profiledAt, List<ExpectedPort> ports, int passedOver) {

  /** @param blocking the instance does not pass without it; else its absence is a warning */
  public record ExpectedPort(int port, boolean blocking) {}
}
