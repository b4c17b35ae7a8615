package dev.convoy.launch.slots;

import dev.convoy.kit.histories.Histories;
import org.junit.jupiter.api.Test;

/** Random histories of a pool of slots (R8). */
class SlotHistoriesTest {

  @Test
  void thePoolNeverHandsOutMoreThanItHas() {
    Histories.play("SlotPlay", 40, SlotPlay::new);
  }
}
