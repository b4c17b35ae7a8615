package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must have happened to one server before a thing was done to it. Each answers what is missing. */
final class Rule {
  /** A hold or a revocation binds what is accepted later than this after it. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerHistory server;
  private final String operation;
  private final Instant moment;
  private final String deed;

  Rule(ServerHistory server, String operation, Instant moment, String deed) {
    this.server = server;
    this.operation = operation;
    this.moment = moment;
    this.deed = deed;
  }

  /** Rules for a call that starts something in AWS; empty when the operation has none. */
  Stream<Finding> awsCall() {
    return switch (operation) {
      case "StartReplication" -> all(required("BuildAuthorized", openRound("BuildAuthorized")), notHeld());
      case "StartTest" -> all(required("TestAuthorized", openRound("TestAuthorized")), notHeld());
      case "StartCutover" -> cutover();
      case "FinalizeCutover" -> finalizing();
      default -> Stream.empty();
    };
  }

  /** Rules for work on its host in a round. */
  Stream<Finding> hostWork(int round) {
    return switch (operation) {
      case "install" -> all(required("BuildAuthorized", round), notHeld());
      case "quiesce" -> all(required("CutoverSlotReserved", round), required("CutoverAuthorized", round),
          notRevoked(round), notHeld());
      default -> Stream.empty();
    };
  }

  private Stream<Finding> cutover() {
    int round = openRound("CutoverAuthorized");
    return all(required("CutoverAuthorized", round), required("TestPassed", round), drained(round), notRevoked(round),
        inWindow(round), inOutage(round) ? Optional.empty() : notHeld());
  }

  private Stream<Finding> finalizing() {
    int round = openRound("FinalizeAuthorized");
    return all(required("FinalizeAuthorized", round), required("CutoverDone", round), notRolledBack(round), notHeld());
  }

  /** The round of the latest such gate, or of the latest event when the gate never opened. */
  private int openRound(String gate) {
    return server.before(moment, Set.of(gate)).or(server::last).map(EventLine::round).orElse(0);
  }

  private Optional<Finding> required(String type, int round) {
    return server.before(moment, type, round).isPresent() ? Optional.empty()
        : broken("no " + type + " of round " + round + " before it", List.of());
  }

  private Optional<Finding> drained(int round) {
    Optional<EventLine> quiesced = server.before(moment, "SourceQuiesced", round);
    if (quiesced.isEmpty()) {
      return broken("no SourceQuiesced of round " + round + " before it", List.of());
    }
    Optional<EventLine> drained = server.before(moment, "ReplicationDrained", round);
    Instant since = quiesced.flatMap(each -> each.time("quiescedAt")).orElse(Instant.MAX);
    boolean readAfter = drained.flatMap(each -> each.time("readAt")).filter(read -> !read.isBefore(since)).isPresent();
    return readAfter ? Optional.empty()
        : broken("no ReplicationDrained read after the quiesce", Stream.concat(quiesced.stream(), drained.stream())
            .toList());
  }

  private Optional<Finding> notRevoked(int round) {
    return server.before(moment.minus(GRACE), "CutoverRevoked", round)
        .filter(revoked -> !inOutage(round))
        .filter(revoked -> !server.between(revoked.occurredAt(), moment, Set.of("CutoverAuthorized")))
        .flatMap(revoked -> broken("the cutover was revoked", List.of(revoked)));
  }

  private Optional<Finding> inWindow(int round) {
    return server.before(moment, "CutoverAuthorized", round)
        .filter(gate -> gate.time("windowEnd").filter(moment::isAfter).isPresent())
        .flatMap(gate -> broken("the window was over", List.of(gate)));
  }

  private Optional<Finding> notHeld() {
    return server.before(moment.minus(GRACE), Set.of("ServerHeld"))
        .filter(held -> !server.between(held.occurredAt(), moment, Set.of("ServerResumed")))
        .flatMap(held -> broken("the server was held", List.of(held)));
  }

  private Optional<Finding> notRolledBack(int round) {
    return server.before(moment, "RolledBack", round)
        .flatMap(back -> broken("the server was rolled back", List.of(back)));
  }

  /** Its users are waiting, so that completing is a way of restoring. */
  private boolean inOutage(int round) {
    return server.before(moment, "SourceQuiesced", round).isPresent();
  }

  private Optional<Finding> broken(String rule, List<EventLine> events) {
    return Optional.of(new Finding(Kind.FORBIDDEN, server.serverId(), operation, rule,
        Stream.concat(Stream.of(deed), events.stream().map(EventLine::toString)).toList()));
  }

  @SafeVarargs
  private static Stream<Finding> all(Optional<Finding>... findings) {
    return Stream.of(findings).flatMap(Optional::stream);
  }
}
