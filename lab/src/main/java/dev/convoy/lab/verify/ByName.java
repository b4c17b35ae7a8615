package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a person has decided by name: a test is waived only where somebody did so, no test is launched from five seconds
 * after that, and a source whose server does not go back is not resumed once its target was launched.
 */
final class ByName implements Rule {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String WITHOUT_TEST = "withoutTest";
  private static final String WITHOUT_ROLLBACK = "withoutRollback";

  @Override
  public Stream<Finding> check(ServerCase server) {
    return Stream.of(waived(server), tested(server), resumed(server)).flatMap(each -> each);
  }

  private static Stream<Finding> waived(ServerCase server) {
    return server.history().all("TestWaived").stream()
        .filter(waiver -> standing(server, waiver.occurredAt(), WITHOUT_TEST).isEmpty())
        .map(waiver -> server.forbidden("2 by name", waiver, "its test was waived, and no person had decided so",
            Stream.empty()));
  }

  private static Stream<Finding> tested(ServerCase server) {
    return server.deeds("StartTest").flatMap(deed -> standing(server, deed.wall().minus(GRACE), WITHOUT_TEST).stream()
        .filter(decided -> standing(server, deed.wall(), WITHOUT_TEST).isPresent())
        .map(decided -> server.forbidden("1 without test", deed, "a person had decided that it is moved without a test",
            Optional.of(decided))));
  }

  private static Stream<Finding> resumed(ServerCase server) {
    return server.deeds("resume").flatMap(resume -> {
      int round = server.round(resume, "RollbackStarted");
      return frozen(server, round).filter(gate -> launched(server, gate, resume.wall()))
          .filter(gate -> !isLoosened(server, gate, resume.wall()))
          .map(gate -> server.forbidden("4 without rollback", resume,
              "its source was resumed after its target was launched, against a person's decision", Optional.of(gate)))
          .stream();
    });
  }

  /** The gate of a round that froze that the server does not go back. */
  static Optional<EventLine> frozen(ServerCase server, int round) {
    return server.history().before(Instant.MAX, "CutoverAuthorized", round).filter(gate -> is(gate, WITHOUT_ROLLBACK));
  }

  static boolean launched(ServerCase server, EventLine gate, Instant by) {
    return server.deeds("StartCutover")
        .anyMatch(deed -> deed.wall().isAfter(gate.occurredAt()) && deed.wall().isBefore(by));
  }

  private static boolean isLoosened(ServerCase server, EventLine gate, Instant by) {
    return server.history().all("ServerDecided").stream().anyMatch(each -> each.occurredAt().isAfter(gate.occurredAt())
        && each.occurredAt().isBefore(by) && !is(each, WITHOUT_ROLLBACK));
  }

  /** The last decision, where it says so. */
  private static Optional<EventLine> standing(ServerCase server, Instant moment, String what) {
    return server.history().before(moment, Set.of("ServerDecided")).filter(each -> is(each, what));
  }

  private static boolean is(EventLine event, String field) {
    return Boolean.TRUE.equals(event.fields().get(field));
  }
}
