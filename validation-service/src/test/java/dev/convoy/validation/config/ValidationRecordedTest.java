package dev.convoy.validation.config;

import dev.convoy.kit.history.HistoryContract;
import dev.convoy.kit.history.RecordedHistory;
import dev.convoy.kit.streams.ServiceDefinition;

class ValidationRecordedTest extends HistoryContract {

  @Override
  protected String service() {
    return "validation";
  }

  @Override
  protected ServiceDefinition<?, ?, ?> definition(RecordedHistory history) {
    return new ValidationConfiguration().validationService(history.settings("convoy.validation", ValidationSettings.class));
  }
}
