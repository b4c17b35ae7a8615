package dev.convoy.agent.config;

import dev.convoy.agent.server.PowerPolicy;
import dev.convoy.agent.server.WorkerGroups;
import dev.convoy.kit.history.HistoryContract;
import dev.convoy.kit.history.RecordedHistory;
import dev.convoy.kit.streams.ServiceDefinition;

class AgentRecordedTest extends HistoryContract {

  @Override
  protected String service() {
    return "agent";
  }

  @Override
  protected ServiceDefinition<?, ?, ?> definition(RecordedHistory history) {
    return new AgentConfiguration().definition(history.settings("convoy.agent", AgentSettings.class), WorkerGroups.NONE,
        PowerPolicy.OFF);
  }
}
