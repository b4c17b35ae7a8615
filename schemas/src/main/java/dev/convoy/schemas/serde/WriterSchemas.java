package dev.convoy.schemas.serde;

import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.SchemaRegistry;
import org.apache.avro.Schema;

/** The schema a value was written with. */
final class WriterSchemas {
  private WriterSchemas() {}

  /**
   * Asks the registry.
   *
   * @throws UndecodableException if the registry answers that it does not know the id
   * @throws RegistryException if it cannot be asked or refuses: nothing is known about the value then
   */
  static Schema byId(SchemaRegistry registry, int id) {
    try {
      return registry.byId(id);
    } catch (RegistryException e) {
      if (e.unknown()) {
        throw new UndecodableException("the registry does not know schema id " + id, e);
      }
      throw e;
    }
  }
}
