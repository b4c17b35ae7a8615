package dev.convoy.schemas.serde;

import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.RegistryException.Kind;
import dev.convoy.schemas.registry.SchemaRegistry;
import dev.convoy.schemas.serde.UndecodableException.Reason;
import org.apache.avro.Schema;

/** The schema a value was written with. */
final class WriterSchemas {
  private WriterSchemas() {}

  /**
   * Asks the registry.
   *
   * @throws UndecodableException if the registry answers that it does not know the id, or that it is no Avro schema
   * @throws RegistryException if it cannot be asked or refuses: nothing is known about the value then
   */
  static Schema byId(SchemaRegistry registry, int id) {
    try {
      return registry.byId(id);
    } catch (RegistryException e) {
      if (e.unknown()) {
        throw new UndecodableException(Reason.UNKNOWN_SCHEMA, "the registry does not know schema id " + id, e);
      }
      if (e.kind() == Kind.UNUSABLE) {
        throw new UndecodableException(Reason.UNKNOWN_SCHEMA, "schema id " + id + " is no Avro schema of ours", e);
      }
      throw e;
    }
  }
}
