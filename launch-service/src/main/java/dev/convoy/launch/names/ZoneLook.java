package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.names.NameGateway.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One look at the names of several servers, zone by zone. What is wrong with one zone is nothing to the names of others. It ends
 * early enough for what was seen first to be still fresh: whatever is left is looked at later.
 */
final class ZoneLook {

  /** Names that are read together. */
  private static final int TOGETHER = 50;

  /** Begun no later than this after the first, so that what is begun ends within the 30 s that an observation is fresh. */
  private static final Duration LAST_BEGUN = Duration.ofSeconds(8);

  private record Zone(AccountKey account, String id) {}

  private final Map<Zone, Set<String>> wanted = new LinkedHashMap<>();
  private final Map<Zone, Map<String, Found>> found = new HashMap<>();
  private final Map<Zone, RuntimeException> failed = new HashMap<>();

  void want(AccountKey account, String zoneId, String name) {
    wanted.computeIfAbsent(new Zone(account, zoneId), zone -> new LinkedHashSet<>()).add(name);
  }

  void read(NameGateway names, Clock clock) throws InterruptedException {
    var end = clock.instant().plus(LAST_BEGUN);
    for (var zone : wanted.entrySet()) {
      var left = List.copyOf(zone.getValue());
      for (int from = 0; from < left.size() && !failed.containsKey(zone.getKey()); from += TOGETHER) {
        if (clock.instant().isAfter(end)) {
          return;
        }
        read(names, zone.getKey(), left.subList(from, Math.min(left.size(), from + TOGETHER)));
      }
    }
  }

  private void read(NameGateway names, Zone zone, List<String> some) throws InterruptedException {
    try {
      found.computeIfAbsent(zone, key -> new HashMap<>()).putAll(names.read(zone.account(), zone.id(), some));
    } catch (RefusedException | UnreachableException e) {
      failed.put(zone, e);
    }
  }

  /**
   * What stands at a name that was wanted.
   *
   * @throws UnreachableException if it could not be read now
   * @throws RefusedException if it cannot be read at all
   */
  Found found(AccountKey account, String zoneId, String name) {
    var zone = new Zone(account, zoneId);
    var failure = failed.get(zone);
    if (failure != null) {
      throw failure;
    }
    var one = found.getOrDefault(zone, Map.of()).get(name);
    if (one == null) {
      throw new UnreachableException(name + " is looked at later");
    }
    return one;
  }
}
