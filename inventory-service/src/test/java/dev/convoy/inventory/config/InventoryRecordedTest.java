package dev.convoy.inventory.config;

import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.kit.history.HistoryContract;
import dev.convoy.kit.history.RecordedHistory;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class InventoryRecordedTest extends HistoryContract {

  @TempDir Path files;

  @Override
  protected String service() {
    return "inventory";
  }

  @Override
  protected ServiceDefinition<?, ?, ?> definition(RecordedHistory history) throws IOException {
    var environments = files.resolve("environments.yml");
    try (var recorded = history.file("environments.yml")) {
      Files.copy(recorded, environments, StandardCopyOption.REPLACE_EXISTING);
    }
    return new InventoryConfiguration().inventory(EnvironmentsFile.load(environments),
        history.settings("convoy.inventory", InventorySettings.class));
  }

  @Override
  protected List<ForeignSource> foreign() {
    return List.of(InventoryConfiguration.cmdb());
  }
}
