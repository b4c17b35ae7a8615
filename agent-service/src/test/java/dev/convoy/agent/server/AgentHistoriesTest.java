package dev.convoy.agent.server;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import org.junit.jupiter.api.Test;

/** Random histories of a server in agent-service (R8). */
class AgentHistoriesTest {

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("AgentPlay", 40, AgentPlay::new);
  }

  /** R7. */
  @Test
  void noInputThrowsInAnyPhase() {
    Pairs.total(AgentPlay::new, AgentPhase.values(), AgentDecider.FACTS, AgentOutcome.class);
  }
}
