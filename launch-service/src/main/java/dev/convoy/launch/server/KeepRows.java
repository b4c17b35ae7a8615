package dev.convoy.launch.server;

import dev.convoy.kit.core.Lifecycle.Builder;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a passed test whose instance is kept: MGN has it as testing, so nothing of it is held in a job, and no slot is. It
 * ends as every test does, by readiness for the cutover and a termination, as soon as nobody needs the instance.
 */
final class KeepRows {

  private KeepRows() {}

  /** After the rows that take a server elsewhere: another round, a rollback, its withdrawal. */
  static void add(Builder<Phase, LaunchState, LaunchOutcome> table) {
    table.from(Phase.TEST_VERDICT)
        .when("test passed, its instance is kept", (s, now) -> isToBegin(s), Phase.TEST_VERDICT, (s, out, now) -> {
          var keeping = Objects.requireNonNull(s.keeping(), "keeping").from(now);
          out.emit(LaunchEvents.testKept(s, Objects.requireNonNull(keeping.until(), "until"), now));
          return TestAge.stands(s, now).keeping(keeping);
        })
        .when("failed, its instance is ended by a person", (s, now) -> isToEnd(s), Phase.MARK_READY, (s, out, now) -> s.begin())
        .when("kept no longer", (s, now) -> mayEnd(s) && isOver(s, now), Phase.MARK_READY, (s, out, now) -> s.begin());
  }

  /** In the order that MGN wants, as every test ends; its round has no test that counts. */
  private static boolean isToEnd(LaunchState s) {
    return s.keeping() != null && s.keeping().isToEnd(s.round()) && s.launches().test() != null && !Guards.passed(s)
        && Guards.forward(s) && !Guards.roundRaised(s);
  }

  /** Its test is not ended at once when it passes, or was not. */
  static boolean concerns(LaunchState s) {
    return asked(s) != null && (isKept(s) || !isNeedless(s));
  }

  /** An instance is kept that may be terminated as soon as it is needed no longer. */
  static boolean mayEnd(LaunchState s) {
    return isKept(s) && Guards.forward(s);
  }

  private static boolean isToBegin(LaunchState s) {
    return Guards.tested(s) && Guards.forward(s) && concerns(s) && !isKept(s);
  }

  static boolean isKept(LaunchState s) {
    var keeping = asked(s);
    return s.phase() == Phase.TEST_VERDICT && keeping != null && keeping.until() != null;
  }

  private static @Nullable Keeping asked(LaunchState s) {
    var keeping = s.keeping();
    return keeping != null && keeping.seconds() > 0 && keeping.round() == s.round() ? keeping : null;
  }

  /** An image of it that is under way is waited for, but not by what comes after. */
  private static boolean isOver(LaunchState s, Instant now) {
    var until = endsAt(s);
    return isPassedBy(s) || !ImageRows.isAwaited(s) && (isNeedless(s) || until != null && !now.isBefore(until));
  }

  /** Accepted, or what comes after it has begun. */
  private static boolean isNeedless(LaunchState s) {
    var keeping = asked(s);
    return keeping != null && keeping.isAccepted() || isPassedBy(s);
  }

  /** What comes after it has begun: the way back, or the cutover. */
  private static boolean isPassedBy(LaunchState s) {
    var gate = s.gates().cutover();
    return Guards.rollbackRequested(s) || gate != null && gate.getRound() == s.round() && !s.gates().revoked();
  }

  /** When an instance that is kept is terminated by itself; null where none is, it waits for its image, or nothing goes forward. */
  static @Nullable Instant endsAt(LaunchState s) {
    var keeping = asked(s);
    return keeping != null && mayEnd(s) && !ImageRows.isAwaited(s) ? keeping.until() : null;
  }
}
