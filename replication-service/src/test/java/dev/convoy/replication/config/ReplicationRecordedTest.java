package dev.convoy.replication.config;

import dev.convoy.kit.history.HistoryContract;
import dev.convoy.kit.history.RecordedHistory;
import dev.convoy.kit.streams.ServiceDefinition;

class ReplicationRecordedTest extends HistoryContract {

  @Override
  protected String service() {
    return "replication";
  }

  @Override
  protected ServiceDefinition<?, ?, ?> definition(RecordedHistory history) {
    return new ReplicationConfiguration().replicationService(history.settings("convoy.replication", ReplicationSettings.class));
  }
}
