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

  private record Harm(ChaosKind kind, String service, Instant at) {

    boolean endedBy(String writer) {
      return service.isEmpty() || service.equals(writer);
    }
  }

  private final Map<String, Instant> lastRecords = new HashMap<>();
  private final List<Harm> open = new ArrayList<>();
  private final Map<ChaosKind, List<Duration>> closed = new HashMap<>();

  /** @param service full name of the victim; empty for what all services stand on */
  synchronized void harmed(ChaosKind kind, String service, Instant at) {
    Harm harm = new Harm(kind, service, at);
    boolean atWork = lastRecords.entrySet().stream().filter(each -> harm.endedBy(each.getKey()))
        .anyMatch(each -> each.getValue().isAfter(at.minus(AT_WORK)));
    if (atWork) {
      open.add(harm);
    }
  }

  /**
   * A record was seen.
   *
   * @param writer full name of the service that wrote it
   * @param topic for a person
   * @param written by its writer's clock, so that what the victim wrote before is no recovery
   */
  synchronized Optional<String> seen(String writer, String topic, Instant written, Instant now) {
    lastRecords.merge(writer, now, (a, b) -> a.isAfter(b) ? a : b);
    List<Harm> over = open.stream().filter(each -> each.endedBy(writer) && written.isAfter(each.at()))
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
