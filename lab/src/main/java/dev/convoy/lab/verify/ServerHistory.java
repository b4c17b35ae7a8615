package dev.convoy.lab.verify;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The events about one server in the order in which they happened.
 *
 * @param events never empty
 */
record ServerHistory(String serverId, List<EventLine> events) {
  private static final Set<String> DECLARATIONS = Set.of("ServerRegistered", "ServerChanged");
  private static final Set<String> GOES_ON =
      Set.of("RetryRequested", "RetestRequested", "BuildAuthorized", "RollbackRequested", "ServerRegistered");

  boolean rehost() {
    return rehostAt(Instant.MAX);
  }

  /** True when the declaration in force at a moment says that it is to be moved. */
  boolean rehostAt(Instant moment) {
    return declaredAt(moment).flatMap(each -> each.text("strategy")).filter("REHOST"::equals).isPresent();
  }

  /** The declaration in force at a moment. */
  Optional<EventLine> declaredAt(Instant moment) {
    return before(moment, DECLARATIONS);
  }

  boolean registered() {
    return has("ServerRegistered");
  }

  boolean rejected() {
    return has("ServerRejected");
  }

  Optional<String> wave() {
    return declaredAt(Instant.MAX).flatMap(each -> each.text("waveId"));
  }

  boolean finalized() {
    return has("CutoverFinalized");
  }

  /** How it waits for a person; empty when it does not, or has gone beyond the stage at which it was parked. */
  Optional<ParkedServer> parked() {
    return last(each -> each.type().equals("ServerParked") || GOES_ON.contains(each.type()))
        .filter(each -> each.type().equals("ServerParked")).filter(each -> !wentOn(each))
        .map(each -> new ParkedServer(serverId, each.text("stage").orElse(""), each.text("code").orElse(""),
            each.text("evidence").orElse(""), each.text("remedy").orElse(""), withdrawn()));
  }

  private boolean wentOn(EventLine parked) {
    int stage = stage(parked.text("stage").orElse(""));
    return events.stream().filter(each -> each.round() >= parked.round())
        .anyMatch(each -> each.occurredAt().isAfter(parked.occurredAt()) && proves(each.type()) > stage);
  }

  /** Place on the main line of the stage that an event proves: its name, written otherwise; -1 for none. */
  private static int proves(String type) {
    return type.equals("ServerWithdrawn") || type.equals("RolledBack") ? -1
        : stage(type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  private static int stage(String name) {
    return Arrays.stream(Stage.values()).filter(each -> each.name().equals(name)).map(Stage::ordinal).findFirst()
        .orElse(-1);
  }

  boolean restored() {
    return rests("RolledBack") || withdrawn();
  }

  /** True unless it was declared again since. */
  private boolean withdrawn() {
    return before(Instant.MAX, Set.of("ServerWithdrawn", "ServerRegistered")).map(EventLine::type)
        .filter("ServerWithdrawn"::equals).isPresent();
  }

  /** True when this was the last that a person or a gate said about it. */
  private boolean rests(String type) {
    return last(each -> each.type().equals(type) || GOES_ON.contains(each.type()))
        .filter(each -> each.type().equals(type)).isPresent();
  }

  boolean has(String type) {
    return events.stream().anyMatch(each -> each.type().equals(type));
  }

  /** The latest event of this type and round at or before a moment. */
  Optional<EventLine> before(Instant moment, String type, int round) {
    return last(each -> each.type().equals(type) && each.round() == round && !each.occurredAt().isAfter(moment));
  }

  /** The latest event of one of these types at or before a moment, of whatever round. */
  Optional<EventLine> before(Instant moment, Set<String> types) {
    return last(each -> types.contains(each.type()) && !each.occurredAt().isAfter(moment));
  }

  /** True when an event of one of these types happened after {@code from} and not after {@code to}. */
  boolean between(Instant from, Instant to, Set<String> types) {
    return events.stream().anyMatch(each -> types.contains(each.type()) && each.occurredAt().isAfter(from)
        && !each.occurredAt().isAfter(to));
  }

  /** True when an event of one of these types follows another one, in the same moment too, and not after {@code to}. */
  boolean follows(EventLine first, Instant to, Set<String> types) {
    return events.stream().skip(events.indexOf(first) + 1L)
        .anyMatch(each -> types.contains(each.type()) && !each.occurredAt().isAfter(to));
  }

  /** The first event of one of these types after a moment. */
  Optional<EventLine> after(Instant moment, Set<String> types) {
    return events.stream().filter(each -> types.contains(each.type()) && each.occurredAt().isAfter(moment)).findFirst();
  }

  /** Events of this type, oldest first. */
  List<EventLine> all(String type) {
    return events.stream().filter(each -> each.type().equals(type)).toList();
  }

  Optional<EventLine> last() {
    return last(each -> true);
  }

  private Optional<EventLine> last(Predicate<EventLine> wanted) {
    return events.reversed().stream().filter(wanted).findFirst();
  }
}
