package dev.convoy.inventory;

import dev.convoy.kit.histories.Histories;
import org.junit.jupiter.api.Test;

/** Random histories of servers and waves together (R8). */
class InventoryHistoriesTest {

  @Test
  void theSafetyRulesHoldInRandomHistories() {
    Histories.play("InventoryPlay", 60, InventoryPlay::new);
  }
}
