package dev.convoy.inventory.readmodel;

import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The dead letters of all services that wait to be replayed or discarded: what is shown elsewhere may lack them. */
public final class DeadLetters {

  private final Map<Place, Letter> letters = new ConcurrentHashMap<>();
  private final Set<Place> ended = ConcurrentHashMap.newKeySet();

  /** @param about id of the server that the key of what was set aside names: itself, or within an operation's key */
  private record Letter(String code, String about) {

    static Letter of(SetAside seen) {
      var key = seen.key();
      var operation = key.substring(key.indexOf('|') + 1);
      return new Letter(seen.code(), operation.equals(key) ? key : operation.split(":", 2)[0]);
    }
  }

  /** Takes a record of a topic of dead letters. Letters of several services about one record count once. */
  public void apply(SetAside seen) {
    if (seen.state().isEmpty()) {
      letters.put(seen.place(), Letter.of(seen));
    } else {
      ended.add(seen.place());
    }
  }

  public int waiting() {
    return (int) letters.keySet().stream().filter(place -> !ended.contains(place)).count();
  }

  /** How many wait, by topic of origin and reason code. */
  public Map<String, Map<String, Integer>> byTopic() {
    var counts = new TreeMap<String, Map<String, Integer>>();
    letters.forEach((place, letter) -> {
      if (!ended.contains(place)) {
        counts.computeIfAbsent(place.topic(), topic -> new TreeMap<>()).merge(letter.code(), 1, Integer::sum);
      }
    });
    return counts;
  }

  /** Reason codes of those that wait, by the server they are about; what it waits for may be in one of them. */
  public Map<String, SortedSet<String>> byServer() {
    var codes = new HashMap<String, SortedSet<String>>();
    letters.forEach((place, letter) -> {
      if (!ended.contains(place)) {
        codes.computeIfAbsent(letter.about(), server -> new TreeSet<>()).add(letter.code());
      }
    });
    return codes;
  }
}
