package dev.convoy.launch.server;

import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import org.jspecify.annotations.Nullable;

/**
 * What validation has said.
 *
 * @param test last test that passed
 * @param cutover last cutover instance that was verified
 * @param failure last verification that ended for good without success
 */
record Verdicts(@Nullable Verdict test, @Nullable Verdict cutover, SourceFacts.@Nullable Ended failure) {

  static final Verdicts NONE = new Verdicts(null, null, null);

  /** A verdict on one instance. */
  record Verdict(int round, int attempt, String instanceId) {

    private boolean isNewerThan(@Nullable Verdict other) {
      return other == null || round > other.round || (round == other.round && attempt > other.attempt);
    }
  }

  Verdicts merge(Object fact) {
    return switch (fact) {
      case TestPassed e -> test(new Verdict(e.getRound(), e.getAttempt(), e.getInstanceId()));
      case CutoverVerified e -> cutover(new Verdict(e.getRound(), e.getAttempt(), e.getInstanceId()));
      case CutoverVerificationFailed e when e.getFinal$() -> new Verdicts(test, cutover,
          new SourceFacts.Ended(e.getRound(), e.getAttempt(), e.getCode() + " " + e.getMessage()));
      default -> this;
    };
  }

  private Verdicts test(Verdict said) {
    return said.isNewerThan(test) ? new Verdicts(said, cutover, failure) : this;
  }

  private Verdicts cutover(Verdict said) {
    return said.isNewerThan(cutover) ? new Verdicts(test, said, failure) : this;
  }
}
