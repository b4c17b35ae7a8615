package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules 1, 2 and 5: what must have been said of a server, in the same round, before a step is taken. */
final class Gates implements Rule {
  private static final String BUILD = "BuildAuthorized";
  private static final String CUTOVER = "CutoverAuthorized";

  /** Events that a step needs; the first one tells the round. */
  private static final Map<String, Need> NEEDS = Map.of(
      "install", new Need("6 gates", List.of(BUILD)),
      "StartReplication", new Need("6 gates", List.of(BUILD)),
      "StartTest", new Need("1 gates", List.of("TestAuthorized")),
      "quiesce", new Need("2 gates", List.of(CUTOVER, "CutoverSlotReserved")),
      "StartCutover", new Need("2 gates", List.of(CUTOVER, "TestPassed")),
      "FinalizeCutover", new Need("5 gates", List.of("FinalizeAuthorized", "CutoverDone")));

  /** What a person's decision may stand in for: rule 2 wants a passed, or by name waived, test. */
  private static final Map<String, String> WAIVERS = Map.of("TestPassed", "TestWaived");

  private record Need(String rule, List<String> events) {}

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.forward().flatMap(deed -> {
      Need need = NEEDS.getOrDefault(deed.operation(), new Need("", List.of()));
      int round = server.round(deed, need.events().isEmpty() ? "" : need.events().getFirst());
      return Stream.concat(
          need.events().stream().filter(type -> said(server, deed, type, round).isEmpty())
              .map(type -> server.forbidden(need.rule(), deed, "no " + named(type) + " of round " + round + " before it",
                  server.history().before(deed.wall(), Set.of(type)))),
          rolledBack(server, deed, round));
    });
  }

  /** The build gate holds for all later rounds. */
  private static Optional<EventLine> said(ServerCase server, Deed deed, String type, int round) {
    return type.equals(BUILD) ? server.history().before(deed.wall(), Set.of(BUILD))
        : server.history().before(deed.wall(), type, round)
            .or(() -> server.history().before(deed.wall(), WAIVERS.getOrDefault(type, type), round));
  }

  private static String named(String type) {
    return WAIVERS.containsKey(type) ? type + " nor " + WAIVERS.get(type) : type;
  }

  private static Stream<Finding> rolledBack(ServerCase server, Deed deed, int round) {
    Instant moment = deed.wall();
    return Stream.of(deed).filter(each -> each.operation().equals("FinalizeCutover"))
        .flatMap(each -> server.history().before(moment, "RolledBack", round).stream())
        .map(back -> server.forbidden("5 gates", deed, "the server was rolled back", Optional.of(back)));
  }
}
