package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Rule 3: whoever is in an outage is served again by the time that the cutover gate names, whatever is paused. */
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
        .map(by -> server.forbidden("3 back-out", quiesced, "users were to be served again by " + by + ", and were "
            + served.map(each -> "only at " + each.occurredAt()).orElse("not until " + until),
            Stream.concat(gate.stream(), served.stream())));
  }
}
