package dev.convoy.validation.verdict;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksProgressed;
import java.time.Duration;
import java.time.Instant;

import static dev.convoy.validation.verdict.Phase.CHECKING;
import static dev.convoy.validation.verdict.Phase.ENDED;
import static dev.convoy.validation.verdict.Phase.IDLE;
import static dev.convoy.validation.verdict.Phase.LIVE;
import static dev.convoy.validation.verdict.Phase.TESTING;
import static dev.convoy.validation.verdict.Phase.TEST_FAILED;
import static dev.convoy.validation.verdict.Phase.TEST_PASSED;
import static dev.convoy.validation.verdict.Phase.VERIFICATION_FAILED;
import static dev.convoy.validation.verdict.Phase.VERIFIED;
import static dev.convoy.validation.verdict.Phase.VERIFYING;

/** The transition table: an instance is launched, checked until it passes or its time is over, and judged. */
final class VerdictLifecycle {

  private final ValidationPolicy policy;

  private VerdictLifecycle(ValidationPolicy policy) {
    this.policy = policy;
  }

  static Lifecycle<Phase, VerdictState, ValidationOutcome> of(ValidationPolicy policy) {
    return new VerdictLifecycle(policy).table();
  }

  private Lifecycle<Phase, VerdictState, ValidationOutcome> table() {
    return Lifecycle.<Phase, VerdictState, ValidationOutcome>startingIn(IDLE)
        .from(LIVE)
        .when("finalized or withdrawn", (s, now) -> s.left(), ENDED, (s, out, now) -> s)
        .when("test instance launched", (s, now) -> s.awaits(Purpose.TEST), TESTING, VerdictLifecycle::run)
        .when("cutover instance launched", (s, now) -> s.awaits(Purpose.CUTOVER), VERIFYING, VerdictLifecycle::run)
        .from(ENDED)
        .when("declared anew", (s, now) -> !s.left(), IDLE, (s, out, now) -> s)
        .from(CHECKING)
        .when("instance counts no more", (s, now) -> s.launched() == null, IDLE, (s, out, now) -> s)
        .from(TESTING)
        .on(ChecksPassed.class, TEST_PASSED, VerdictLifecycle::testPassed)
        .on(ChecksProgressed.class, TESTING, (s, r, out, now) -> s.withEvidence(r.evidence()))
        .when("passed with warnings in time", (s, now) -> over(s, policy.testWithin(), now) && Evidence.holds(s.evidence()),
            TEST_PASSED, (s, out, now) -> testPassed(s, out, now))
        .when("not passed in time", (s, now) -> over(s, policy.testWithin(), now), TEST_FAILED, this::testFailed)
        .from(TEST_FAILED)
        .when("retry is asked for", (s, now) -> s.retryAsked() && s.launched() != null, TESTING, VerdictLifecycle::run)
        .from(VERIFYING)
        .on(ChecksPassed.class, VERIFIED, VerdictLifecycle::verified)
        .on(ChecksProgressed.class, VERIFYING, (s, r, out, now) -> s.withEvidence(r.evidence()))
        .when("passed with warnings in time",
            (s, now) -> over(s, policy.cutoverWithin(), now) && Evidence.holds(s.evidence()), VERIFIED,
            (s, out, now) -> verified(s, out, now))
        .when("not passed in time", (s, now) -> over(s, policy.cutoverWithin(), now), VERIFICATION_FAILED,
            this::verificationFailed)
        .from(VERIFICATION_FAILED)
        .when("retry is asked for", (s, now) -> s.retryAsked() && s.launched() != null, VERIFYING,
            VerdictLifecycle::run)
        .build();
  }

  private static boolean over(VerdictState s, Duration within, Instant now) {
    return !now.isBefore(s.since().plus(within));
  }

  private static VerdictState run(VerdictState s, Emitter out, Instant now) {
    return s.running();
  }

  private static VerdictState testPassed(VerdictState s, ChecksPassed r, Emitter out, Instant now) {
    return testPassed(s.withEvidence(r.evidence()), out, now);
  }

  private static VerdictState testPassed(VerdictState s, Emitter out, Instant now) {
    var instance = s.checked();
    if (instance != null) {
      out.emit(Verdict.testPassed(s, instance, now));
    }
    return s;
  }

  private static VerdictState verified(VerdictState s, ChecksPassed r, Emitter out, Instant now) {
    return verified(s.withEvidence(r.evidence()), out, now);
  }

  private static VerdictState verified(VerdictState s, Emitter out, Instant now) {
    var instance = s.checked();
    if (instance != null) {
      out.emit(Verdict.verified(s, instance, now));
    }
    return s;
  }

  private VerdictState testFailed(VerdictState s, Emitter out, Instant now) {
    var instance = s.checked();
    if (instance != null) {
      out.emit(Verdict.testFailed(s, instance, policy.testWithin(), now));
    }
    return s;
  }

  private VerdictState verificationFailed(VerdictState s, Emitter out, Instant now) {
    var instance = s.checked();
    if (instance != null) {
      out.emit(Verdict.verificationFailed(s, instance, policy.cutoverWithin(), now));
    }
    return s;
  }
}
