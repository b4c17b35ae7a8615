package dev.convoy.launch.slots;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random histories of a pool of slots (R8). */
class SlotHistoriesTest {

  @Test
  void thePoolNeverHandsOutMoreThanItHas() {
    Histories.play("SlotPlay", 40, SlotPlay::new);
  }

  /** R7. */
  @Test
  void noMessageThrowsAndEveryTransitionIsTaken() {
    Pairs.totalOfGroup(SlotPlay::new, List.of(SlotPlay.Standing.values()), List.of(SlotMessage.class), Set.of("EMPTY -> HELD",
        "EMPTY -> QUEUE", "HELD -> EMPTY", "HELD -> QUEUE", "QUEUE -> EMPTY", "QUEUE -> HELD", "SlotGranted",
        "SlotsGranted", "SlotsRefused"));
  }
}
