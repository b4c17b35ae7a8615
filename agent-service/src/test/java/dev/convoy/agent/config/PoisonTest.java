package dev.convoy.agent.config;

import dev.convoy.agent.server.PowerPolicy;
import dev.convoy.agent.server.WorkerGroups;
import dev.convoy.kit.poison.PoisonTable;
import dev.convoy.kit.streams.ServiceDefinition;

class PoisonTest extends PoisonTable {

  @Override
  protected ServiceDefinition<?, ?, ?> service() {
    return new AgentConfiguration().definition(defaults("convoy.agent", AgentSettings.class), WorkerGroups.NONE,
        PowerPolicy.OFF);
  }
}
