package dev.convoy.inventory.readmodel;

import dev.convoy.events.status.ServerStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which servers keep a test instance, by account and region. Filled by one thread, read by many. */
public final class KeptTests {

  private final Map<Place, Set<String>> servers = new ConcurrentHashMap<>();
  private volatile Consumer<Place> first = place -> { };

  /** Where test instances run. */
  public record Place(String account, String region) {}

  /** Is told of each account and region in which an instance is kept for the first time. */
  public void onFirst(Consumer<Place> told) {
    first = told;
  }

  void changed(String serverId, @Nullable ServerStatus before, @Nullable ServerStatus after) {
    if (before != null) {
      of(before).remove(serverId);
    }
    if (after != null && after.getTestEndsBy() != null) {
      of(after).add(serverId);
    }
  }

  private Set<String> of(ServerStatus status) {
    var place = new Place(status.getAccount(), status.getRegion());
    return servers.computeIfAbsent(place, key -> {
      first.accept(key);
      return ConcurrentHashMap.newKeySet();
    });
  }

  /** How many are kept there. */
  public int count(Place place) {
    var there = servers.get(place);
    return there == null ? 0 : there.size();
  }
}
