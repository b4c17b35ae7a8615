package dev.convoy.schemas.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Registries in memory by name, so that producers and consumers of one JVM that are configured with the same {@code
 * mock://name} meet.
 */
public final class MockRegistries {
  /** The scope that {@link SchemaRegistries} uses. */
  public static final MockRegistries SHARED = new MockRegistries();

  private final ConcurrentMap<String, InMemoryRegistry> byName = new ConcurrentHashMap<>();

  /** The registry of that name, made on first use. */
  public InMemoryRegistry named(String name) {
    return byName.computeIfAbsent(name, n -> new InMemoryRegistry());
  }

  /** Forgets the registry of that name; serdes made before keep theirs. */
  public void reset(String name) {
    byName.remove(name);
  }
}
