package dev.convoy.lab.fleetplan;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedHost;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A generated fleet. The same request makes the same fleet; an application has one wave and one account. */
public final class FleetPlan {
  private final List<PlannedServer> servers;

  private FleetPlan(List<PlannedServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Draws a fleet. */
  public static FleetPlan of(FleetRequest request) {
    return new FleetPlan(new FleetDrawing(request, new Random(request.seed())).servers());
  }

  /** The same fleet with faults planted, by server id. */
  public FleetPlan withFaults(Map<String, PlantedFault> faults) {
    return new FleetPlan(servers.stream()
        .map(server -> server.with(
            server.host().with(faults.getOrDefault(server.host().serverId(), server.host().fault()))))
        .toList());
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
