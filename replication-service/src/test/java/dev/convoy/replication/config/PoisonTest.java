package dev.convoy.replication.config;

import dev.convoy.kit.poison.PoisonTable;
import dev.convoy.kit.streams.ServiceDefinition;

class PoisonTest extends PoisonTable {

  @Override
  protected ServiceDefinition<?, ?, ?> service() {
    return new ReplicationConfiguration().replicationService(defaults("convoy.replication", ReplicationSettings.class));
  }
}
