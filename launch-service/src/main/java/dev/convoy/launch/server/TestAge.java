package dev.convoy.launch.server;

import dev.convoy.kit.core.Lifecycle.Builder;
import dev.convoy.launch.server.Verdicts.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A test speaks for the source server and the disks that it was made of, and for a time. It goes stale while its server is
 * at rest only: right before the quiesce agent-service looks at the source once more.
 */
final class TestAge {

  /** Tested, with an instance that is kept or with none. */
  private static final Set<Phase> RESTING = EnumSet.of(Phase.TEST_VERDICT, Phase.READY);

  private final Duration most;

  /** @param most age at which a passed test does not count any more */
  TestAge(Duration most) {
    if (!most.isPositive()) {
      throw new IllegalArgumentException("convoy.launch.test-age is " + most + ": say how long a passed test counts, as 30d");
    }
    this.most = most;
  }

  /** Before the rows of the cutover: a test that is stale leads to none. */
  void add(Builder<Phase, LaunchState, LaunchOutcome> table) {
    for (var phase : RESTING) {
      table.from(phase).when("test outdated", (s, now) -> counts(s) && reason(s, now) != null, phase,
          (s, out, now) -> {
            var reason = Objects.requireNonNull(reason(s, now), "reason");
            out.emit(LaunchEvents.testOutdated(s, reason, now));
            return outdated(s, reason);
          });
    }
  }

  /** What the test that has just passed stands on. */
  static LaunchState stands(LaunchState s, Instant now) {
    var binding = Objects.requireNonNull(s.source().binding(), "binding");
    return s.facts(s.gates(), s.source(), s.verdicts().standing(
        new Standing(s.round(), now, binding.sourceServerId(), s.source().diskBytes(), null)));
  }

  /** True unless it was found outdated. */
  static boolean counts(LaunchState s) {
    var standing = s.verdicts().standing();
    return standing == null || standing.round() != s.round() || standing.outdated() == null;
  }

  /** When it will be too old; null when no test of the round stands, or nothing depends on it. */
  @Nullable Instant tooOldAt(LaunchState s) {
    var standing = standing(s);
    return RESTING.contains(s.phase()) && standing != null && counts(s) ? standing.at().plus(most) : null;
  }

  private @Nullable String reason(LaunchState s, Instant now) {
    var standing = standing(s);
    var binding = s.source().binding();
    if (standing == null || binding == null) {
      return null;
    }
    if (!binding.sourceServerId().equals(standing.sourceServerId())) {
      return "it was made of source server " + standing.sourceServerId() + ", and the server is " + binding.sourceServerId() + " now";
    }
    var bytes = s.source().diskBytes();
    if (bytes != null && standing.diskBytes() != null && !bytes.equals(standing.diskBytes())) {
      return "the disks of the source held " + standing.diskBytes() + " bytes when it passed and hold " + bytes + " now";
    }
    return now.isBefore(standing.at().plus(most)) ? null
        : "it passed at " + standing.at() + ", more than " + most.toDays() + " days ago";
  }

  private static @Nullable Standing standing(LaunchState s) {
    var standing = s.verdicts().standing();
    return standing == null || standing.round() != s.round() || !Guards.passed(s) ? null : standing;
  }

  private static LaunchState outdated(LaunchState s, String reason) {
    var standing = Objects.requireNonNull(s.verdicts().standing(), "standing");
    return s.facts(s.gates(), s.source(), s.verdicts().standing(
        new Standing(standing.round(), standing.at(), standing.sourceServerId(), standing.diskBytes(), reason)));
  }
}
