package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 3: whoever is in an outage is served again by the time that the cutover gate names, whatever is paused. Where a
 * person has decided that a server of its move group does not go back, and that was launched, a person was told by then.
 */
final class BackOut implements Rule {
  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.history().all("SourceQuiesced").stream().flatMap(quiesced -> late(server, quiesced).stream());
  }

  private static Optional<Finding> late(ServerCase server, EventLine quiesced) {
    ServerHistory history = server.history();
    Optional<EventLine> gate = history.before(quiesced.occurredAt(), "CutoverAuthorized", quiesced.round());
    Optional<EventLine> served = Stream.of("CutoverDone", "SourceResumed")
        .flatMap(type -> history.all(type).stream()).filter(each -> each.round() == quiesced.round())
        .filter(each -> !each.occurredAt().isBefore(quiesced.occurredAt()))
        .min(Comparator.comparing(EventLine::occurredAt));
    Instant until = served.map(EventLine::occurredAt).orElse(server.trial().evidence().readAt());
    return gate.flatMap(each -> each.time("backOutBy")).filter(until::isAfter)
        .filter(by -> !(history.between(quiesced.occurredAt(), by, Set.of("ServerParked")) && isKept(server, gate, by)))
        .map(by -> server.forbidden("3 back-out", quiesced, "users were to be served again by " + by + ", and were "
            + served.map(each -> "only at " + each.occurredAt()).orElse("not until " + until),
            Stream.concat(gate.stream(), served.stream())));
  }

  /** True if one of its move group does not go back, and was launched. */
  private static boolean isKept(ServerCase server, Optional<EventLine> gate, Instant by) {
    Optional<String> group = gate.flatMap(each -> each.text("moveGroup"));
    return gate.isPresent() && server.trial().servers().stream().anyMatch(other -> other.history()
        .all("CutoverAuthorized").stream()
        .filter(each -> other.history().equals(server.history()) ? each.equals(gate.get())
            : group.isPresent() && each.text("moveGroup").equals(group))
        .anyMatch(each -> ByName.frozen(other, each.round()).filter(frozen -> ByName.launched(other, frozen, by)).isPresent()));
  }
}
