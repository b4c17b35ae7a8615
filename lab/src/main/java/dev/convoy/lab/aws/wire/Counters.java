package dev.convoy.lab.aws.wire;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each operation was called, reads and refusals too; apart from that how often a planted fault answered. */
public final class Counters {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String operation) {
    counts.computeIfAbsent(operation, o -> new LongAdder()).increment();
  }

  /** A planted fault answered a call, or had its answer lost. */
  void countPlanted(String operation) {
    count("planted." + operation);
  }

  /** Calls by {@code service.Operation}. */
  public SortedMap<String, Long> counts() {
    var sums = new TreeMap<String, Long>();
    counts.forEach((operation, count) -> sums.put(operation, count.sum()));
    return sums;
  }
}
