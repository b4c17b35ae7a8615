package dev.convoy.schemas.registry;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Makes the registry that a configuration names. */
public final class SchemaRegistries {
  private static final String MOCK = "mock://";

  private SchemaRegistries() {}

  /**
   * Makes the registry of {@code schema.registry.url}: one in memory for {@code mock://name}, else a client of
   * Confluent's API. Either waits for outages (see {@link WaitingRegistry}).
   *
   * @param config Confluent's property names; see {@link RegistrySettings#from}
   * @throws ConfigException if a setting is missing or wrong
   */
  public static SchemaRegistry from(Map<String, ?> config) {
    Object url = config.get(RegistrySettings.URL);
    if (url instanceof String name && name.startsWith(MOCK)) {
      return MockRegistries.SHARED.named(name.substring(MOCK.length()));
    }
    RegistrySettings settings = RegistrySettings.from(config);
    return new WaitingRegistry(new ConfluentRegistryClient(settings), settings.maxWait());
  }
}
