package dev.convoy.replication.quota;

import dev.convoy.kit.histories.Histories;
import org.junit.jupiter.api.Test;

/** Random histories of a pool of places (R8). */
class QuotaHistoriesTest {

  @Test
  void thePoolNeverHandsOutMoreThanItHas() {
    Histories.play("QuotaPlay", 40, QuotaPlay::new);
  }
}
