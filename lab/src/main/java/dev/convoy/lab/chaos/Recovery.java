package dev.convoy.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the time from harm to the first new record of whoever was harmed. Only harm to somebody at work is measured:
 * one that had written nothing in the seconds before has perhaps nothing to write after.
 */
final class Recovery {
  private static final Duration AT_WORK = Duration.ofSeconds(5);

  /** Times measured, and how many still wait for a record. */
  record Measured(List<Duration> times, int waiting) {

    /** The time that so many of a hundred do not exceed; empty when nothing was measured. */
    Optional<Duration> percentile(int percent) {
      List<Duration> sorted = times.stream().sorted().toList();
      int index = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
      return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(Math.max(0, index)));
    }
  }

  private record Harm(ChaosKind kind, String topics, Instant at) {}

  private final Map<String, Instant> lastRecords = new HashMap<>();
  private final List<Harm> open = new ArrayList<>();
  private final Map<ChaosKind, List<Duration>> closed = new HashMap<>();

  /** @param topics prefix of what the victim writes; empty for all */
  synchronized void harmed(ChaosKind kind, String topics, Instant at) {
    boolean atWork = lastRecords.entrySet().stream().filter(each -> each.getKey().startsWith(topics))
        .anyMatch(each -> each.getValue().isAfter(at.minus(AT_WORK)));
    if (atWork) {
      open.add(new Harm(kind, topics, at));
    }
  }

  /**
   * A record was seen.
   *
   * @param written by its writer's clock, so that what the victim wrote before is no recovery
   */
  synchronized Optional<String> seen(String topic, Instant written, Instant now) {
    lastRecords.merge(topic, now, (a, b) -> a.isAfter(b) ? a : b);
    List<Harm> over = open.stream().filter(each -> topic.startsWith(each.topics()) && written.isAfter(each.at()))
        .toList();
    open.removeAll(over);
    over.forEach(each -> closed.computeIfAbsent(each.kind(), kind -> new ArrayList<>())
        .add(Duration.between(each.at(), now)));
    return over.stream().findFirst().map(each -> "flow on " + topic + " again " + ChaosLog.seconds(Duration.between(
        each.at(), now)) + " s after " + each.kind().word());
  }

  synchronized Measured of(ChaosKind kind) {
    return new Measured(List.copyOf(closed.getOrDefault(kind, List.of())),
        (int) open.stream().filter(each -> each.kind() == kind).count());
  }
}
