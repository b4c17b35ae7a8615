package dev.convoy.kit.history;

import dev.convoy.schemas.registry.RegisteredSchema;
import dev.convoy.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The registry as it was when a history was recorded; what is new gets the ids after those. */
final class RecordedRegistry implements SchemaRegistry {

  private final TreeMap<Integer, Schema> schemas;

  RecordedRegistry(Map<Integer, Schema> schemas) {
    this.schemas = new TreeMap<>(schemas);
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    for (var known : schemas.entrySet()) {
      if (known.getValue().equals(schema)) {
        return known.getKey();
      }
    }
    int id = schemas.lastKey() + 1;
    schemas.put(id, schema);
    return id;
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return register(subject, schema);
  }

  @Override
  public synchronized Schema byId(int id) {
    var schema = schemas.get(id);
    if (schema == null) {
      throw new NoSuchElementException("schema " + id + " was not recorded");
    }
    return schema;
  }

  @Override
  public RegisteredSchema latest(String subject) {
    throw new UnsupportedOperationException("no service asks for it");
  }
}
