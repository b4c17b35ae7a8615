package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.PlannedPark;
import dev.convoy.lab.verify.ParkedServer;
import dev.convoy.lab.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param servers that were declared to be moved
 * @param verdict of the verifier
 * @param planted servers that had to end parked, and how
 * @param withdrawn how many servers were taken out of the migration on purpose
 * @param seconds from the start of the lab to the end of the last wave
 */
public record LabResult(
    int servers, Verdict verdict, Map<String, ? extends PlannedPark> planted, int withdrawn, long seed, long seconds) {

  /** True when every server is done, or parked as it was made to fail, or withdrawn, and the verifier found nothing. */
  public boolean good() {
    return servers > 0 && verdict.done() + verdict.parked() + verdict.restored() == servers
        && verdict.restored() == withdrawn && unexpected().isEmpty() && verdict.clean();
  }

  /** Servers that are parked but were not made to fail, or were made to fail and did not end so; a line each. */
  public List<String> unexpected() {
    Map<String, ParkedServer> parked = verdict.parkedServers().stream()
        .collect(Collectors.toMap(ParkedServer::serverId, Function.identity(), (one, other) -> one, TreeMap::new));
    Stream<String> unplanned = parked.values().stream()
        .filter(each -> !planted.containsKey(each.serverId()))
        .map(each -> "[CVY-9260] " + each.serverId() + ": parked at " + each.stage() + " with [" + each.code() + "] "
            + each.evidence() + ", but was not made to fail; look at it with ./convoy server show");
    Stream<String> otherwise = new TreeMap<String, PlannedPark>(planted).entrySet().stream()
        .filter(each -> !asPlanted(each.getValue(), parked.get(each.getKey())))
        .map(each -> "[CVY-9261] " + each.getKey() + ": " + each.getValue().what() + ", so it should be parked at "
            + each.getValue().stage() + " with [" + each.getValue().code() + "], but it "
            + ended(parked.get(each.getKey())));
    return Stream.concat(unplanned, otherwise).toList();
  }

  private static boolean asPlanted(PlannedPark failure, @Nullable ParkedServer parked) {
    return parked != null && parked.stage().equals(failure.stage().name()) && parked.code().equals(failure.code());
  }

  private static String ended(@Nullable ParkedServer parked) {
    return parked == null ? "is not parked; look at it with ./convoy server show"
        : "is parked at " + parked.stage() + " with [" + parked.code() + "] " + parked.evidence();
  }

  /** {@code MIGRATED servers=20 done=20 parked=0 lost=0 duplicated=0 forbidden=0 seed=1 seconds=31}. */
  public String line() {
    return "MIGRATED servers=" + servers + " done=" + verdict.done() + " parked=" + verdict.parked() + " lost="
        + verdict.lost() + " duplicated=" + verdict.duplicated() + " forbidden=" + verdict.forbidden() + " seed=" + seed
        + " seconds=" + seconds;
  }
}
