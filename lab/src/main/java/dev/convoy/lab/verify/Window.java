package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rule 2: a cutover is authorized only inside the window, and only if launch, verification and back-out fit into it.
 * Rule 3: no step of it is taken outside.
 */
final class Window implements Rule {
  private static final String GATE = "CutoverAuthorized";

  @Override
  public Stream<Finding> check(ServerCase server) {
    return Stream.concat(server.history().all(GATE).stream().flatMap(gate -> authorized(server, gate)),
        server.deeds().stream().filter(deed -> Deed.OF_THE_CUTOVER.contains(deed.operation()))
            .flatMap(deed -> taken(server, deed)));
  }

  private static Stream<Finding> authorized(ServerCase server, EventLine gate) {
    Optional<EventLine> plan = gate.text("waveId").flatMap(wave ->
        server.trial().histories().plan(wave, gate.occurredAt()));
    Duration needs = server.trial().expectations().cutoverNeeds();
    Instant latest = gate.time("windowEnd").orElse(Instant.MAX);
    Stream<String> wrong = Stream.of(
        plan.flatMap(each -> each.time("windowStart")).filter(start -> gate.occurredAt().isBefore(start))
            .map(start -> "authorized before the window begins at " + start),
        Optional.of(latest).filter(end -> !end.equals(Instant.MAX) && gate.occurredAt().plus(needs).isAfter(end))
            .map(end -> "authorized with less than " + needs + " left until the window ends at " + end),
        plan.flatMap(each -> each.time("windowEnd")).filter(latest::isAfter)
            .map(end -> "authorized until " + latest + ", but the window ends at " + end),
        gate.time("backOutBy").filter(by -> by.isAfter(latest))
            .map(by -> "to be backed out by " + by + ", after the window")).flatMap(Optional::stream);
    return wrong.map(what -> server.forbidden("2 window", gate, what, plan.stream()));
  }

  private static Stream<Finding> taken(ServerCase server, Deed deed) {
    return server.history().before(deed.wall(), GATE, server.round(deed, GATE)).stream()
        .filter(gate -> gate.time("windowEnd").filter(deed.wall()::isAfter).isPresent())
        .map(gate -> server.forbidden("3 window", deed, "the window was over", Optional.of(gate)));
  }
}
