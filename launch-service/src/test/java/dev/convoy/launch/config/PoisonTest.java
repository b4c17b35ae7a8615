package dev.convoy.launch.config;

import dev.convoy.kit.poison.PoisonTable;
import dev.convoy.kit.streams.ServiceDefinition;

class PoisonTest extends PoisonTable {

  @Override
  protected ServiceDefinition<?, ?, ?> service() {
    return new LaunchServiceConfiguration().launchService(defaults("convoy.launch", LaunchSettings.class));
  }
}
