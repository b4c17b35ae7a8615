package dev.convoy.lab.kept;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the tests of a run ended that were to be kept. That each of them ended, and none too early, is the verifier's to say.
 *
 * @param events of all event topics
 */
public record KeptTestsResult(List<EventLine> events) {

  /** What a person, a gate or the time may have ended first. */
  private enum End { ACCEPTED, CUTOVER, OVER, ELSE }

  private static final Set<String> ENDING = Set.of("TestAccepted", "CutoverAuthorized", "RetestRequested", "WithdrawalRequested");

  /** A line for each server whose passed test was not kept though its gate said so. */
  public List<String> faults() {
    return byServer().entrySet().stream().flatMap(each -> each.getValue().stream()
        .filter(event -> event.type().equals("TestEnded") && asked(each.getValue(), event.round())
            && find(each.getValue(), "TestKept", event.round()).isEmpty()
            && find(each.getValue(), "TestPassed", event.round()).isPresent())
        .map(event -> "[CVY-9296] " + each.getKey() + ": its test was to be kept, but there is no TestKept of round " + event.round()
            + "; look at it with ./convoy server show")).toList();
  }

  private static boolean asked(List<EventLine> events, int round) {
    return find(events, "TestAuthorized", round).map(each -> each.at("keepSeconds")).isPresent();
  }

  /** {@code KEPT tests=8 accepted=2 cutover=4 over=2}: by what ended first. */
  public String line() {
    Map<End, Long> ends = byServer().values().stream().flatMap(mine -> mine.stream()
        .filter(event -> event.type().equals("TestKept")).map(kept -> end(mine, kept)))
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return "KEPT tests=" + ends.values().stream().mapToLong(Long::longValue).sum()
        + ends.entrySet().stream().map(each -> " " + each.getKey().name().toLowerCase(Locale.ROOT) + "=" + each.getValue())
            .collect(Collectors.joining());
  }

  private static End end(List<EventLine> events, EventLine kept) {
    Instant endsBy = kept.time("endsBy").orElse(Instant.MAX);
    Optional<EventLine> first = events.stream().filter(each -> ENDING.contains(each.type())
        && each.round() >= kept.round() && !each.occurredAt().isBefore(kept.occurredAt())).findFirst();
    return first.filter(each -> each.occurredAt().isBefore(endsBy)).map(each -> switch (each.type()) {
      case "TestAccepted" -> End.ACCEPTED;
      case "CutoverAuthorized" -> End.CUTOVER;
      default -> End.ELSE;
    }).orElse(End.OVER);
  }

  private static Optional<EventLine> find(List<EventLine> events, String type, int round) {
    return events.stream().filter(each -> each.type().equals(type) && each.round() == round).findFirst();
  }

  private Map<String, List<EventLine>> byServer() {
    return events.stream().sorted(Comparator.comparing(EventLine::occurredAt))
        .collect(Collectors.groupingBy(EventLine::key, TreeMap::new, Collectors.toList()));
  }
}
