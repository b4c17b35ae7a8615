package dev.convoy.kit.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: leaves away as much of a failing list as can be, half by half, down to single elements. */
final class Shrinker {

  private Shrinker() {}

  /** A shorter list that still fails, of which no single element can be left away. */
  static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
    var current = failing;
    for (int chunk = Math.max(1, current.size() / 2); ; chunk = Math.max(1, chunk / 2)) {
      var shorter = without(current, chunk, fails);
      if (chunk == 1 && shorter.size() == current.size()) {
        return shorter;
      }
      current = shorter;
    }
  }

  private static <T> List<T> without(List<T> list, int chunk, Predicate<List<T>> fails) {
    var current = list;
    for (int from = 0; from < current.size(); ) {
      var rest = new ArrayList<>(current.subList(0, from));
      rest.addAll(current.subList(Math.min(current.size(), from + chunk), current.size()));
      if (fails.test(rest)) {
        current = rest;
      } else {
        from += chunk;
      }
    }
    return current;
  }
}
