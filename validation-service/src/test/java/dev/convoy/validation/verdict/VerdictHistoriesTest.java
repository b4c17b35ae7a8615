package dev.convoy.validation.verdict;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import dev.convoy.kit.histories.Step;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Random histories of a server in validation-service (R8). */
class VerdictHistoriesTest {

  private static final Instant AT = Instant.parse("2026-11-21T02:00:00Z");

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("VerdictPlay", 40, VerdictPlay::new);
  }

  /** Found by the history of seed 1031297: nothing had been checked yet, so nothing was remembered of the launch. */
  @Test
  void aLaunchThatWasRolledBackBeforeItsChecksIsNotCheckedWhenItIsSaidAgain() {
    Histories.replay(VerdictPlay::new,
        Step.given(AT, Launches.cutover(2)),
        Step.given(AT, Launches.rollback(3)),
        Step.given(AT, Launches.build(Launches.http())),
        Step.redelivered(AT, 3));
  }

  /** R7. */
  @Test
  void noInputThrowsInAnyPhase() {
    Pairs.total(VerdictPlay::new, Phase.values(), Facts.TYPES, ValidationOutcome.class);
  }
}
