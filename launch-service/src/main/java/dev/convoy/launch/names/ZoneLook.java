package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.names.NameGateway.RefusedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One look at the names of several servers, each zone read once. What is wrong with one zone is nothing to the names of others. */
final class ZoneLook {

  private record Zone(AccountKey account, String id) {}

  private final Map<Zone, Set<String>> wanted = new LinkedHashMap<>();
  private final Map<Zone, Map<String, Found>> found = new HashMap<>();
  private final Map<Zone, RuntimeException> failed = new HashMap<>();

  void want(AccountKey account, String zoneId, String name) {
    wanted.computeIfAbsent(new Zone(account, zoneId), zone -> new LinkedHashSet<>()).add(name);
  }

  void read(NameGateway names) throws InterruptedException {
    for (var zone : wanted.entrySet()) {
      try {
        found.put(zone.getKey(), names.read(zone.getKey().account(), zone.getKey().id(), zone.getValue()));
      } catch (RefusedException | UnreachableException e) {
        failed.put(zone.getKey(), e);
      }
    }
  }

  /**
   * What stands at a name that was wanted.
   *
   * @throws UnreachableException if its zone could not be read now
   * @throws RefusedException if it cannot be read at all
   */
  Found found(AccountKey account, String zoneId, String name) {
    var zone = new Zone(account, zoneId);
    var failure = failed.get(zone);
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(Objects.requireNonNull(found.get(zone), zoneId).get(name), name);
  }
}
