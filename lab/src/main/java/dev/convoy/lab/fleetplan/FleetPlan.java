package dev.convoy.lab.fleetplan;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A generated fleet. The same request makes the same fleet; an application has one wave and one account. */
public final class FleetPlan {
  private static final int SERVERS_PER_OFFLINE = 4;

  private final List<PlannedServer> servers;
  private final Map<String, PlantedFailure> failures;
  private final Map<String, PlantedOddity> oddities;

  private FleetPlan(
      List<PlannedServer> servers, Map<String, PlantedFailure> failures, Map<String, PlantedOddity> oddities) {
    this.servers = List.copyOf(servers);
    this.failures = failures;
    this.oddities = oddities;
  }

  /** Draws a fleet. */
  public static FleetPlan of(FleetRequest request) {
    return new FleetPlan(new FleetDrawing(request, new Random(request.seed())).servers(), Map.of(), Map.of());
  }

  /**
   * The same fleet, of which so many servers fail for good. Draws the same ones for the same seed.
   *
   * @param count as far as there are applications: one server of each at most
   */
  public FleetPlan failing(int count, long seed) {
    return failing(count, seed, true);
  }

  /** The same. @param acting whether post-launch actions are declared, one of which may fail then */
  public FleetPlan failing(int count, long seed, boolean acting) {
    return planted(new FailureDrawing(seed).draw(servers, count, kind -> acting || !kind.ofActions()));
  }

  /** The same, and on a host of each family the installer fails and prints what it was called with. */
  public FleetPlan leaking(int count, long seed, boolean acting) {
    return planted(new FailureDrawing(seed).draw(servers, count, kind -> acting || !kind.ofActions())
        .onEachFamily(servers, PlantedFailure.INSTALLER_FAILS));
  }

  /** The same fleet with so many broken hosts, each way of {@link BrokenHost} in its turn, of whatever application. */
  public FleetPlan broken(int count, long seed) {
    return planted(new FailureDrawing(seed).drawBroken(servers, count));
  }

  private FleetPlan planted(FailureDrawing drawing) {
    return new FleetPlan(servers.stream().map(drawing::planted).toList(), drawing.failures(), oddities);
  }

  /**
   * The same fleet, of which so many servers are of a kind that people decide about. Draws the same ones for the same seed.
   *
   * @param count as far as there are servers that are to be well
   */
  public FleetPlan special(int count, long seed) {
    return onWell(count, seed, PlantedFault.decided());
  }

  /**
   * The same fleet, of which on so many hosts the installer fails only after the agent runs: the next attempt has to adopt it.
   * Draws the same ones for the same seed.
   *
   * @param count as far as there are servers that are to be well
   */
  public FleetPlan adopted(int count, long seed) {
    return onWell(count, seed, List.of(PlantedFault.INSTALLER_FAILS_LAST));
  }

  private FleetPlan onWell(int count, long seed, List<PlantedFault> kinds) {
    Map<String, PlantedFault> drawn = new HashMap<>();
    well(seed).limit(count).forEach(id -> drawn.put(id, kinds.get(drawn.size() % kinds.size())));
    return withFaults(drawn);
  }

  /** Ids of servers that are to be well, in the order of a draw. */
  private Stream<String> well(long seed) {
    List<String> well = new ArrayList<>(servers.stream().map(PlannedServer::host)
        .filter(host -> host.fault() == PlantedFault.NONE).map(SimulatedHost::serverId)
        .filter(id -> !failures.containsKey(id) && !oddities.containsKey(id)).toList());
    Collections.shuffle(well, new Random(seed));
    return well.stream();
  }

  /**
   * The same fleet, of which so many servers have each of these oddities. Draws the same ones for the same seed.
   *
   * @param each as far as there are servers that are to be well
   */
  public FleetPlan odd(Collection<PlantedOddity> kinds, int each, long seed) {
    List<PlantedOddity> wanted = Collections.nCopies(each, kinds).stream().flatMap(Collection::stream).toList();
    Map<String, PlantedOddity> drawn = new LinkedHashMap<>();
    well(seed).limit(wanted.size()).forEach(id -> drawn.put(id, wanted.get(drawn.size())));
    Map<String, PlantedFault> faults = new HashMap<>();
    drawn.forEach((id, oddity) -> faults.put(id, oddity.hostFault()));
    return new FleetPlan(withFaults(faults).servers, failures, Collections.unmodifiableMap(drawn));
  }

  /**
   * The same fleet, of which a part stands where no installer can be downloaded: of each wave and family one server in four of
   * those that are to be well, at least one. Draws the same ones for the same seed.
   */
  public FleetPlan offline(long seed) {
    Map<String, PlannedServer> byId = servers.stream().collect(Collectors.toMap(each -> each.host().serverId(), each -> each));
    Set<String> drawn = well(seed).map(byId::get)
        .collect(Collectors.groupingBy(each -> each.waveName() + each.osFamily(), TreeMap::new, Collectors.toList()))
        .values().stream().flatMap(each -> each.subList(0, Math.max(1, each.size() / SERVERS_PER_OFFLINE)).stream())
        .map(each -> each.host().serverId()).collect(Collectors.toSet());
    Map<String, PlantedFault> faults = drawn.stream().collect(Collectors.toMap(id -> id, id -> PlantedFault.NO_DOWNLOAD));
    return new FleetPlan(withFaults(faults).servers.stream()
        .map(each -> drawn.contains(each.host().serverId()) ? each.standingIn(LabNetwork.OFFLINE_SITE) : each).toList(),
        failures, oddities);
  }

  /** Servers whose hosts cannot download an installer, by id. */
  public Map<String, OsFamily> offline() {
    return hosts().stream().filter(SimulatedHost::offline)
        .collect(Collectors.toMap(SimulatedHost::serverId, SimulatedHost::os));
  }

  /** Servers that fail for good, by id. */
  public Map<String, PlantedFailure> failures() {
    return failures;
  }

  /** Servers that something is odd about, by id. */
  public Map<String, PlantedOddity> oddities() {
    return oddities;
  }

  /** The same fleet with faults planted, by server id. */
  public FleetPlan withFaults(Map<String, PlantedFault> faults) {
    return new FleetPlan(servers.stream()
        .map(server -> server.with(
            server.host().with(faults.getOrDefault(server.host().serverId(), server.host().fault()))))
        .toList(), failures, oddities);
  }

  /** What to start the source fleet with; its seed must be the request's. */
  public List<SimulatedHost> hosts() {
    return servers.stream().map(PlannedServer::host).toList();
  }

  /** What a CMDB would publish. */
  public List<ServerDeclared> declarations() {
    return servers.stream().map(PlannedServer::declaration).toList();
  }

  /** The same as an intake file. */
  public String cmfCsv() {
    return CmfCsv.write(servers);
  }
}
