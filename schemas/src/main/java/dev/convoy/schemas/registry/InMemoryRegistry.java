package dev.convoy.schemas.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry in memory, for tests and {@code schema.registry.url=mock://name}. Checks no compatibility. */
public final class InMemoryRegistry implements SchemaRegistry {
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    int index = schemas.indexOf(schema);
    if (index < 0) {
      schemas.add(schema);
      index = schemas.size() - 1;
    }
    List<Integer> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
    int id = index + 1;
    if (!versions.contains(id)) {
      versions.add(id);
    }
    return id;
  }

  @Override
  public synchronized int lookup(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (!subjects.getOrDefault(subject, List.of()).contains(id)) {
      throw unknown("schema not found under subject " + subject);
    }
    return id;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw unknown("schema id " + id + " not found");
    }
    return schemas.get(id - 1);
  }

  @Override
  public synchronized RegisteredSchema latest(String subject) {
    List<Integer> versions = subjects.getOrDefault(subject, List.of());
    if (versions.isEmpty()) {
      throw unknown("subject " + subject + " not found");
    }
    int id = versions.getLast();
    return new RegisteredSchema(id, byId(id));
  }

  private static RegistryException unknown(String message) {
    return new RegistryException(RegistryException.Kind.UNKNOWN, message);
  }
}
