package dev.convoy.launch.server;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an outage waits for answers of before to run out, once the names are kept for a short time.
 *
 * @param most a longer time is not waited for, only told
 * @param needs time that a cutover needs before the end of its back-out time: what would take of it is not waited for either
 */
public record NamesWait(Duration most, Duration needs) {

  /** Never. */
  public static final NamesWait NONE = new NamesWait(Duration.ZERO, Duration.ZERO);

  boolean covers(Names names, Instant lowered, Instant backOutBy) {
    var former = names.formerTtl();
    return former.compareTo(most) <= 0 && !lowered.plus(former).plus(needs).isAfter(backOutBy);
  }
}
