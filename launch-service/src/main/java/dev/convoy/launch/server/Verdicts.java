package dev.convoy.launch.server;

import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What validation has said.
 *
 * @param test last test that passed
 * @param cutover last cutover instance that was verified
 * @param failure last verification that ended for good without success
 * @param standing what the last test that counted stands on; null = none yet
 */
record Verdicts(@Nullable Verdict test, @Nullable Verdict cutover, SourceFacts.@Nullable Ended failure, @Nullable Standing standing) {

  static final Verdicts NONE = new Verdicts(null, null, null, null);

  /** A verdict on one instance. */
  record Verdict(int round, int attempt, String instanceId) {

    private boolean isNewerThan(@Nullable Verdict other) {
      return other == null || round > other.round || (round == other.round && attempt > other.attempt);
    }
  }

  /**
   * The ground of a passed test. Settings are not part of it: a changed declaration begins another round.
   *
   * @param at when it passed, as this service learned it
   * @param diskBytes of all disks of the source; null = not known
   * @param outdated why it does not count any more; null = it does
   */
  record Standing(int round, Instant at, String sourceServerId, @Nullable Long diskBytes, @Nullable String outdated) {}

  Verdicts standing(Standing now) {
    return new Verdicts(test, cutover, failure, now);
  }

  Verdicts merge(Object fact) {
    return switch (fact) {
      case TestPassed e -> test(new Verdict(e.getRound(), e.getAttempt(), e.getInstanceId()));
      case CutoverVerified e -> cutover(new Verdict(e.getRound(), e.getAttempt(), e.getInstanceId()));
      case CutoverVerificationFailed e when e.getFinal$() -> new Verdicts(test, cutover,
          new SourceFacts.Ended(e.getRound(), e.getAttempt(), e.getCode() + " " + e.getMessage()), standing);
      default -> this;
    };
  }

  private Verdicts test(Verdict said) {
    return said.isNewerThan(test) ? new Verdicts(said, cutover, failure, standing) : this;
  }

  private Verdicts cutover(Verdict said) {
    return said.isNewerThan(cutover) ? new Verdicts(test, said, failure, standing) : this;
  }
}
