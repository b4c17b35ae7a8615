package dev.convoy.agent.server;

import dev.convoy.kit.histories.Histories;
import org.junit.jupiter.api.Test;

/** Random histories of a server in agent-service (R8). */
class AgentHistoriesTest {

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("AgentPlay", 40, AgentPlay::new);
  }
}
