package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 3: nothing goes forward on a server whose declaration says otherwise than what the build gate froze, until a
 * gate of a later round has taken it up.
 */
final class DeclarationKept implements Rule {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final List<String> FROZEN = List.of("source", "target", "checks", "application", "tier");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.forward().flatMap(deed -> changed(server, deed).stream());
  }

  private static Optional<Finding> changed(ServerCase server, Deed deed) {
    Optional<EventLine> gate = server.history().before(deed.wall(), Set.of("BuildAuthorized"));
    Optional<EventLine> change = server.history().before(deed.wall().minus(GRACE), Set.of("ServerChanged"));
    return change.filter(each -> gate.isPresent() && each.occurredAt().isAfter(gate.get().occurredAt()))
        .filter(each -> !server.inOutage(deed.wall(), server.round(deed, "CutoverAuthorized")))
        .filter(each -> FROZEN.stream().anyMatch(field ->
            !Objects.equals(each.fields().get(field), gate.get().fields().get(field))))
        .map(each -> server.forbidden("3 declaration", deed, "its declaration was changed since the build gate",
            Stream.concat(gate.stream(), Stream.of(each)).toList()));
  }
}
