package dev.convoy.launch.movegroup;

import java.time.Duration;

/**
 * Time that a cutover needs.
 *
 * @param needs from the first quiesce to the last verification, with the way back: a group that cannot begin so long
 *     before {@code backOutBy} does not begin
 * @param rollbackLead how long before {@code backOutBy} a group that is not done is rolled back
 */
public record MoveSettings(Duration needs, Duration rollbackLead) {

  public MoveSettings {
    if (needs.compareTo(rollbackLead) < 0) {
      throw new IllegalArgumentException("a cutover cannot need less time than its way back: " + needs + " < "
          + rollbackLead);
    }
  }
}
