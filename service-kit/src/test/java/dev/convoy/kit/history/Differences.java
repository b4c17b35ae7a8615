package dev.convoy.kit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What differs between two tables, one line for each key. */
final class Differences {

  private Differences() {}

  static <V> List<String> between(Map<String, V> expected, Map<String, V> actual) {
    var keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    var differences = new ArrayList<String>();
    for (var key : keys) {
      if (!Objects.equals(expected.get(key), actual.get(key))) {
        differences.add(key + ": " + actual.get(key) + " instead of " + expected.get(key));
      }
    }
    return differences;
  }
}
