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
 * gate of a later round has taken it up or it was put back. A change lets an outage finish and is a note once the users
 * are served by the target.
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
    return gate.stream().flatMap(frozen -> Stream.of(deed.wall().minus(GRACE), deed.wall())
            .map(moment -> server.history().before(moment, Set.of("ServerChanged"))
                .filter(each -> each.occurredAt().isAfter(frozen.occurredAt()) && differs(each, frozen))))
        .reduce((early, late) -> early.isPresent() ? late : early).orElse(Optional.empty())
        .filter(each -> !server.inOutage(deed.wall(), server.round(deed, "CutoverAuthorized")))
        .filter(each -> !servedByTarget(server, deed))
        .map(each -> server.forbidden("3 declaration", deed, "its declaration was changed since the build gate",
            Stream.concat(gate.stream(), Stream.of(each)).toList()));
  }

  private static boolean differs(EventLine change, EventLine frozen) {
    return FROZEN.stream().anyMatch(field ->
        !Objects.equals(change.fields().get(field), frozen.fields().get(field)));
  }

  private static boolean servedByTarget(ServerCase server, Deed deed) {
    return server.history().before(deed.wall(), Set.of("CutoverDone", "RollbackStarted", "RolledBack", "BuildAuthorized"))
        .filter(last -> last.type().equals("CutoverDone")).isPresent();
  }
}
