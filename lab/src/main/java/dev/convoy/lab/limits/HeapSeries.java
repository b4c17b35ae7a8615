package dev.convoy.lab.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How much of the heap of each service outlived full collections, over a run. */
final class HeapSeries {
  private final Map<String, List<Double>> samples = new TreeMap<>();

  /** @param used share of the long-lived pool that the last full collection left, 0 to 1 */
  void add(String service, double used) {
    samples.computeIfAbsent(service, name -> new ArrayList<>()).add(used);
  }

  /**
   * {@code heap-middle=40% heap-last=42% heap-most=61% of launch-service}: the service that was fullest, its most in the
   * middle third and in the last third of the run. Empty when nothing was read.
   */
  String line() {
    return samples.entrySet().stream().max(Comparator.comparing(each -> most(each.getValue(), 0, 3)))
        .map(fullest -> String.format(Locale.ROOT, "heap-middle=%.0f%% heap-last=%.0f%% heap-most=%.0f%% of %s",
            100 * most(fullest.getValue(), 1, 2), 100 * most(fullest.getValue(), 2, 3),
            100 * most(fullest.getValue(), 0, 3), fullest.getKey()))
        .orElse("");
  }

  /** The most in some thirds of the run; 0 when no sample fell into them. */
  private static double most(List<Double> all, int fromThird, int toThird) {
    int size = all.size();
    return all.subList(size * fromThird / 3, size * toThird / 3).stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
