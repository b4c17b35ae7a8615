package dev.convoy.inventory.readmodel;

import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The dead letters of all services that wait to be replayed or discarded: what is shown elsewhere may lack them. */
public final class DeadLetters {

  private final Map<Place, String> codes = new ConcurrentHashMap<>();
  private final Set<Place> ended = ConcurrentHashMap.newKeySet();

  /** Takes a record of a topic of dead letters. Letters of several services about one record count once. */
  public void apply(SetAside seen) {
    if (seen.state().isEmpty()) {
      codes.put(seen.place(), seen.code());
    } else {
      ended.add(seen.place());
    }
  }

  public int waiting() {
    return (int) codes.keySet().stream().filter(place -> !ended.contains(place)).count();
  }

  /** How many wait, by topic of origin and reason code. */
  public Map<String, Map<String, Integer>> byTopic() {
    var counts = new TreeMap<String, Map<String, Integer>>();
    codes.forEach((place, code) -> {
      if (!ended.contains(place)) {
        counts.computeIfAbsent(place.topic(), topic -> new TreeMap<>()).merge(code, 1, Integer::sum);
      }
    });
    return counts;
  }
}
