package dev.convoy.launch.server;

import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestEndRequested;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long the instance of a passed test is kept for people to look at. It stands beside the phase, which stays at the
 * verdict meanwhile: a build that knows nothing of it terminates the instance at once.
 *
 * @param round whose test it is about
 * @param seconds from the verdict on
 * @param until when it is over at the latest; null = the test has not passed yet
 * @param acceptedRound last round in which a person needed the instance no longer; 0 = none
 * @param endRound last round in which a person had the instance of a failed test ended; null = none
 */
record Keeping(int round, long seconds, @Nullable Instant until, int acceptedRound, @Nullable Integer endRound) {

  private static final Keeping NONE = new Keeping(0, 0, null, 0, null);

  /** Longer than any replication is free of charge; what somebody else's inventory says is cut to it. */
  private static final Duration MOST = Duration.ofDays(366);

  /** Inventory's events about a server have one order; of a round, the first gate counts. */
  static @Nullable Keeping merge(@Nullable Keeping known, Object fact) {
    return switch (fact) {
      case TestAuthorized e when isAsked(e) -> (known == null ? NONE : known).asked(e);
      case TestAccepted e -> (known == null ? NONE : known).accepted(e.getRound());
      case TestEndRequested e -> (known == null ? NONE : known).ended(e.getRound());
      default -> known;
    };
  }

  private static boolean isAsked(TestAuthorized gate) {
    return gate.getKeepSeconds() != null && gate.getKeepSeconds() > 0;
  }

  private Keeping asked(TestAuthorized gate) {
    return gate.getRound() <= round ? this
        : new Keeping(gate.getRound(), Math.min(gate.getKeepSeconds(), MOST.toSeconds()), null, acceptedRound, endRound);
  }

  private Keeping accepted(int of) {
    return new Keeping(round, seconds, until, Math.max(acceptedRound, of), endRound);
  }

  private Keeping ended(int of) {
    return new Keeping(round, seconds, until, acceptedRound, endRound == null ? of : Math.max(endRound, of));
  }

  boolean isToEnd(int of) {
    return endRound != null && endRound == of;
  }

  Keeping from(Instant verdict) {
    return new Keeping(round, seconds, verdict.plusSeconds(seconds), acceptedRound, endRound);
  }

  boolean isAccepted() {
    return acceptedRound >= round;
  }
}
