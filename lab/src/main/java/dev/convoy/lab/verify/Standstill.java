package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Rule 3: nothing goes forward from five seconds after an event stopped a server until another lets it go on.
 * Completing an outage is a way of restoring and is not stopped.
 *
 * @param stops events that stop it
 * @param releases events that let it go on
 * @param what for a person
 * @param binds whether a stop concerns a step
 */
record Standstill(
    String rule, Set<String> stops, Set<String> releases, String what, BiPredicate<EventLine, Deed> binds)
    implements Rule {
  private static final Duration GRACE = Duration.ofSeconds(5);

  static Rule held() {
    return new Standstill("3 held", Set.of("ServerHeld"), Set.of("ServerResumed"), "the server was held",
        (stop, deed) -> true);
  }

  static Rule revoked() {
    return new Standstill("3 revoked", Set.of("CutoverRevoked"), Set.of("CutoverAuthorized"), "the cutover was revoked",
        (stop, deed) -> Deed.OF_THE_CUTOVER.contains(deed.operation()));
  }

  static Rule withdrawn() {
    return new Standstill("3 withdrawn", Set.of("WithdrawalRequested", "ServerWithdrawn"), Set.of("ServerRegistered"),
        "the server was withdrawn", (stop, deed) -> true);
  }

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.forward().filter(deed -> !completes(server, deed)).flatMap(deed ->
        server.history().before(deed.wall().minus(GRACE), stops).stream()
            .filter(stop -> binds.test(stop, deed))
            .filter(stop -> !server.history().follows(stop, deed.wall(), releases))
            .map(stop -> server.forbidden(rule, deed, what, Optional.of(stop))));
  }

  private static boolean completes(ServerCase server, Deed deed) {
    return deed.operation().equals("StartCutover")
        && server.inOutage(deed.wall(), server.round(deed, "CutoverAuthorized"));
  }
}
