package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.BrokenHost;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.InstallersAtOnce;
import dev.convoy.lab.verify.ParkedServer;
import dev.convoy.lab.verify.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run ended that brings servers no further than their installation.
 *
 * @param servers that were declared to be moved
 * @param verdict of the verifier on the same evidence
 * @param planted servers whose hosts are broken, and how
 * @param seconds from the start of the lab to the last installation
 */
record InstalledResult(
    int servers, Evidence evidence, Verdict verdict, Map<String, PlantedFailure> planted, long seed, long seconds) {

  /** True when every broken one is parked as it has to be and every other one is installed, one installer at a time. */
  boolean good() {
    return servers > 0 && faults().findAny().isEmpty() && verdict.clean() && asPlanted() == planted.size()
        && installed().size() + planted.size() == servers;
  }

  private Set<String> installed() {
    Map<String, ParkedServer> parked = parked();
    return evidence.events().stream().filter(each -> each.type().equals("AgentInstalled")).map(each -> each.key())
        .filter(id -> !parked.containsKey(id)).collect(Collectors.toSet());
  }

  private Map<String, ParkedServer> parked() {
    return verdict.parkedServers().stream()
        .collect(Collectors.toMap(ParkedServer::serverId, Function.identity(), (one, other) -> one, TreeMap::new));
  }

  private long asPlanted() {
    return planted.keySet().stream().filter(this::parkedAsPlanted).count();
  }

  private boolean parkedAsPlanted(String serverId) {
    PlantedFailure failure = planted.get(serverId);
    ParkedServer parked = parked().get(serverId);
    return failure != null && parked != null && parked.stage().equals(failure.stage().name())
        && parked.code().equals(failure.code()) && untold(parked).isEmpty();
  }

  /** The way in which its host is broken and of which people were not told; empty when they were. */
  private Optional<BrokenHost> untold(ParkedServer parked) {
    return Optional.ofNullable(planted.get(parked.serverId())).flatMap(BrokenHost::of)
        .filter(each -> !each.isToldBy(parked.evidence(), parked.remedy()));
  }

  /** A line for each server that did not end as it has to, and for a host with two installers. */
  Stream<String> faults() {
    InstallersAtOnce installers = InstallersAtOnce.of(evidence.hostWork());
    Set<String> installed = installed();
    Map<String, ParkedServer> parked = parked();
    Stream<String> otherwise = new LabResult(servers, verdict, planted, 0, seed, seconds).unexpected().stream();
    Stream<String> untold = parked.values().stream().flatMap(each -> untold(each).stream().map(way -> "[CVY-9291] "
        + each.serverId() + ": its host is broken (" + way.label() + "), but people are told \"" + each.evidence()
        + "\" and \"" + each.remedy() + "\"; it should say " + way.words()));
    Stream<String> missing = evidence.events().stream().filter(each -> each.type().equals("ServerRegistered"))
        .map(each -> each.key()).distinct()
        .filter(id -> !planted.containsKey(id) && !installed.contains(id) && !parked.containsKey(id))
        .map(id -> "[CVY-9292] " + id + ": neither installed nor parked; look at it with ./convoy server show");
    Stream<String> twice = installers.mostOnOne() <= 1 ? Stream.empty() : Stream.of("[CVY-9293] "
        + installers.where() + ": " + installers.mostOnOne() + " installers ran at once; see the host ledger");
    return Stream.of(otherwise, untold, missing, twice).flatMap(each -> each);
  }

  /** {@code BROKEN unreachable=30/30 slow=30/30 …}: parked as they have to be, of those that are planted. */
  String broken() {
    return "BROKEN " + Arrays.stream(BrokenHost.values()).map(way -> way.label() + "=" + planted.entrySet().stream()
        .filter(each -> each.getValue() == way.failure() && parkedAsPlanted(each.getKey())).count() + "/"
        + planted.values().stream().filter(way.failure()::equals).count()).collect(Collectors.joining(" "));
  }

  /** {@code INSTALLED servers=60 installed=40 parked=20 installers=52 at-once=31 at-once-on-one=1 … seconds=58}. */
  String line() {
    InstallersAtOnce installers = InstallersAtOnce.of(evidence.hostWork());
    return "INSTALLED servers=" + servers + " installed=" + installed().size() + " parked=" + verdict.parked()
        + " installers=" + installers.started() + " at-once=" + installers.most() + " at-once-on-one="
        + installers.mostOnOne() + " lost=" + verdict.lost() + " duplicated=" + verdict.duplicated() + " forbidden="
        + verdict.forbidden() + " seed=" + seed + " seconds=" + seconds;
  }
}
