package dev.convoy.validation.verdict;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import org.junit.jupiter.api.Test;

/** Random histories of a server in validation-service (R8). */
class VerdictHistoriesTest {

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("VerdictPlay", 40, VerdictPlay::new);
  }

  /** R7. */
  @Test
  void noInputThrowsInAnyPhase() {
    Pairs.total(VerdictPlay::new, Phase.values(), Facts.TYPES, ValidationOutcome.class);
  }
}
