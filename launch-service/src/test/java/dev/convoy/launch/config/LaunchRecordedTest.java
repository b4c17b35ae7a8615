package dev.convoy.launch.config;

import dev.convoy.kit.history.HistoryContract;
import dev.convoy.kit.history.RecordedHistory;
import dev.convoy.kit.streams.ServiceDefinition;

class LaunchRecordedTest extends HistoryContract {

  @Override
  protected String service() {
    return "launch";
  }

  @Override
  protected ServiceDefinition<?, ?, ?> definition(RecordedHistory history) {
    return new LaunchServiceConfiguration().launchService(history.settings("convoy.launch", LaunchSettings.class));
  }
}
