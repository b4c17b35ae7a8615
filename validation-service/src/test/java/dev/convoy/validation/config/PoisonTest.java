package dev.convoy.validation.config;

import dev.convoy.kit.poison.PoisonTable;
import dev.convoy.kit.streams.ServiceDefinition;

class PoisonTest extends PoisonTable {

  @Override
  protected ServiceDefinition<?, ?, ?> service() {
    return new ValidationConfiguration().validationService(defaults("convoy.validation", ValidationSettings.class));
  }
}
