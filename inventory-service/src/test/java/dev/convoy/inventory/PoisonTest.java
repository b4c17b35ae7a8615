package dev.convoy.inventory;

import dev.convoy.inventory.config.InventoryConfiguration;
import dev.convoy.kit.poison.PoisonTable;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import java.util.Optional;

class PoisonTest extends PoisonTable {

  @Override
  protected ServiceDefinition<?, ?, ?> service() {
    return InventoryConfiguration.definition(Samples.environments(), World.SETTINGS);
  }

  @Override
  protected Optional<ForeignSource> foreign() {
    return Optional.of(InventoryConfiguration.cmdb());
  }
}
