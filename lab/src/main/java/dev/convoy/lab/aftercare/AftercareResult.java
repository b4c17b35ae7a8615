package dev.convoy.lab.aftercare;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.fleetplan.PlantedOddity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people were told of servers that something is odd about.
 *
 * @param oddities by server id
 * @param events of all event topics
 * @param both servers that were seen to be served by source and target
 * @param unservedPort port that a source listens on and its target does not, where that is planted
 */
public record AftercareResult(
    Map<String, PlantedOddity> oddities, List<EventLine> events, Set<String> both, int unservedPort) {

  /** True when nothing odd was missed. */
  public boolean good() {
    return faults().isEmpty();
  }

  /** A line for each server whose oddity was missed, or that did not end as it has to. */
  public List<String> faults() {
    return new TreeMap<>(oddities).entrySet().stream().flatMap(each -> missing(each.getKey(), each.getValue()).stream()
        .map(what -> "[CVY-9296] " + each.getKey() + ": " + each.getValue().what() + ", but " + what
            + "; look at it with ./convoy server show")).toList();
  }

  private Optional<String> missing(String id, PlantedOddity oddity) {
    var mine = new Told(events.stream().filter(each -> each.key().equals(id)).toList());
    return switch (oddity) {
      case STAYS_ON -> mine.staysOn();
      case WAKES -> mine.wakes().or(() -> bothServe(id)).or(mine::notFinalized);
      case PORT_UNSERVED -> mine.warned("TestPassed", unservedPort).or(() -> mine.warned("CutoverVerified", unservedPort))
          .or(mine::notParked).or(mine::finalized);
      case WAKES_AND_IS_SHUT_DOWN -> mine.wakes().or(() -> bothServe(id)).or(mine::isShutDown);
    };
  }

  private Optional<String> bothServe(String id) {
    return unless(both.contains(id), "it was not seen to be served by BOTH");
  }

  private static Optional<String> unless(boolean holds, String missing) {
    return holds ? Optional.empty() : Optional.of(missing);
  }

  /** {@code ODDITIES stays-on=1/1 wakes=1/1}: seen as they have to be, of those that are planted. */
  public String line() {
    return "ODDITIES " + Arrays.stream(PlantedOddity.values()).filter(oddities::containsValue)
        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "=" + count(kind, true) + "/"
            + count(kind, false)).collect(Collectors.joining(" "));
  }

  private long count(PlantedOddity kind, boolean seen) {
    return oddities.entrySet().stream().filter(each -> each.getValue() == kind)
        .filter(each -> !seen || missing(each.getKey(), kind).isEmpty()).count();
  }

  /** @param events about one server */
  private record Told(List<EventLine> events) {
    private static final String WOKE = "SourceWoke";
    private static final String NOT_OFF = "CVY-2410";
    private static final String WHAT_TO_DO = "shut it down by hand";

    private Stream<EventLine> all(String type) {
      return events.stream().filter(each -> each.type().equals(type));
    }

    private static Predicate<EventLine> tells(String code) {
      return each -> each.text("code").filter(code::equals).isPresent()
          && each.text("remedy").filter(remedy -> remedy.contains(WHAT_TO_DO)).isPresent();
    }

    private Optional<String> staysOn() {
      return unless(all("SourceShutdownFailed").anyMatch(tells(NOT_OFF)), "nobody was told with " + NOT_OFF + " what to do")
          .or(this::notParked).or(this::finalized);
    }

    /** Each verdict says so, and passes. */
    private Optional<String> warned(String verdict, int port) {
      return unless(all(verdict).findAny().isPresent() && all(verdict).allMatch(each -> warns(each.at("evidence"), port)),
          "no " + verdict + " has a warning about port " + port);
    }

    private static boolean warns(@Nullable Object evidence, int port) {
      return evidence instanceof List<?> checks && checks.stream().anyMatch(check -> check instanceof Map<?, ?> line
          && "PROFILE".equals(String.valueOf(line.get("kind"))) && "WARNING".equals(String.valueOf(line.get("result")))
          && String.valueOf(line.get("target")).endsWith(":" + port));
    }

    private Optional<String> notParked() {
      return unless(all("ServerParked").findAny().isEmpty(), "it was parked");
    }

    private Optional<String> wakes() {
      return unless(all(WOKE).findAny().isPresent(), "there is no " + WOKE)
          .or(() -> unless(all("ServerParked").anyMatch(tells("CVY-1305")), "it was not parked with CVY-1305 and what to do"));
    }

    private Optional<String> notFinalized() {
      return unless(all("FinalizeAuthorized").findAny().isEmpty(), "its finalization was authorized all the same");
    }

    private Optional<String> isShutDown() {
      return all(WOKE).findFirst().flatMap(woke -> unless(
          all("SourceShutDown").anyMatch(each -> each.occurredAt().isAfter(woke.occurredAt())),
          "it was not seen to be off again")).or(this::finalized);
    }

    private Optional<String> finalized() {
      return unless(all("CutoverFinalized").findAny().isPresent(), "it was not finalized");
    }
  }
}
