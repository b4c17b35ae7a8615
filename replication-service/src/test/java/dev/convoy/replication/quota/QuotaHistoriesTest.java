package dev.convoy.replication.quota;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random histories of a pool of places (R8). */
class QuotaHistoriesTest {

  @Test
  void thePoolNeverHandsOutMoreThanItHas() {
    Histories.play("QuotaPlay", 40, QuotaPlay::new);
  }

  /** R7. */
  @Test
  void noMessageThrowsAndEveryTransitionIsTaken() {
    Pairs.totalOfGroup(QuotaPlay::new, List.of(QuotaPlay.Standing.values()), List.of(QuotaMessage.class), Set.of("EMPTY -> TAKEN",
        "TAKEN -> EMPTY", "TAKEN -> QUEUE", "QUEUE -> TAKEN", "PlaceTaken"));
  }
}
