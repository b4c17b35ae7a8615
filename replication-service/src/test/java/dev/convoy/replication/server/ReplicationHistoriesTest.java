package dev.convoy.replication.server;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import dev.convoy.replication.quota.QuotaAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random histories of a server in replication-service (R8). */
class ReplicationHistoriesTest {

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("ReplicationPlay", 40, ReplicationPlay::new);
  }

  /** R7. */
  @Test
  void noInputThrowsInAnyPhase() {
    Pairs.total(ReplicationPlay::new, Phase.values(),
        Stream.<Class<?>>concat(Facts.TYPES.stream(), Stream.of(QuotaAnswer.class)).toList(),
        ReplicationOutcome.class);
  }
}
