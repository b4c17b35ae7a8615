package dev.convoy.schemas.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ids that the registry did not know a short while ago: a topic full of garbage must not become a storm of calls. */
final class UnknownIds {
  private static final int MOST = 1_000;

  private final long ttlNanos;
  private final Map<Integer, Long> seen = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
      return size() > MOST;
    }
  };

  UnknownIds(Duration ttl) {
    this.ttlNanos = ttl.toNanos();
  }

  synchronized void add(int id) {
    seen.remove(id);
    seen.put(id, System.nanoTime());
  }

  synchronized boolean contains(int id) {
    Long since = seen.get(id);
    if (since == null) {
      return false;
    }
    if (System.nanoTime() - since < ttlNanos) {
      return true;
    }
    seen.remove(id);
    return false;
  }
}
