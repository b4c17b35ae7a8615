package dev.convoy.lab.canary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where was looked, and what was found. */
final class Findings {

  /** Where a secret may leak to. */
  enum Place { TOPIC, FILE, ANSWER, COMMAND_LINE, ENVIRONMENT }

  private final Map<Place, Integer> places = new EnumMap<>(Place.class);
  private final List<String> hits = new ArrayList<>();

  /** A place was searched through. */
  synchronized void looked(Place place, String name, Set<String> found) {
    places.merge(place, 1, Integer::sum);
    found.forEach(what -> hits.add("[CVY-9275] " + name + ": holds the " + what + "; take it out where it is written"));
  }

  /** Something that makes the search worth nothing. */
  synchronized void doubt(String what) {
    hits.add("[CVY-9276] canary: " + what);
  }

  synchronized List<String> hits() {
    return List.copyOf(hits);
  }

  synchronized int places() {
    return places.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized Map<Place, Integer> byPlace() {
    return new EnumMap<>(places);
  }
}
