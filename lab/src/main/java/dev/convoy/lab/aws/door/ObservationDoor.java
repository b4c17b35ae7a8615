package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import dev.convoy.lab.aws.wire.Counters;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the lab itself wants to know and to set. */
public final class ObservationDoor {

  private record InstanceLine(
      String instanceId, String sourceServerId, String purpose, String account, String region, String subnetId,
      String privateIp, String state, boolean booted, boolean servesUsers) {

    static InstanceLine of(Region region, Instance instance) {
      var launch = instance.launch();
      return new InstanceLine(launch.id(), launch.serverId(), launch.purpose().name(), region.account(), region.name(),
          launch.subnetId(), launch.privateIp(), instance.state().wire(), instance.booted(), instance.servesUsers());
    }
  }

  private record Serving(boolean serving) {}

  private record Credential(String accessKeyId, String account) {}

  private final Cloud cloud;
  private final Ledger ledger;
  private final Ledger ofOthers;
  private final Counters counters;
  private final Faults faults;

  /** @param ofOthers calls of those who do not migrate by waves */
  public ObservationDoor(Cloud cloud, Ledger ledger, Ledger ofOthers, Counters counters, Faults faults) {
    this.cloud = cloud;
    this.ofOthers = ofOthers;
    this.ledger = ledger;
    this.counters = counters;
    this.faults = faults;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/_lab/health", request -> Map.of("status", "UP")),
        new Route("GET", "/_lab/ledger", request -> (SideDoor.Streamed) ledger::writeTo),
        new Route("GET", "/_lab/ledger/others", request -> (SideDoor.Streamed) ofOthers::writeTo),
        new Route("GET", "/_lab/counters", request -> counters.counts()),
        new Route("GET", "/_lab/instances", request -> instances()),
        new Route("PUT", "/_lab/instances/*/serving", this::serve),
        new Route("GET", "/_lab/faults", request -> faults.standing()),
        new Route("PUT", "/_lab/faults", this::plant),
        new Route("PUT", "/_lab/credentials", this::assign));
  }

  private List<InstanceLine> instances() {
    var lines = new ArrayList<InstanceLine>();
    for (var region : cloud.regions()) {
      lines.addAll(region.locked(now ->
          region.instances().stream().map(instance -> InstanceLine.of(region, instance)).toList()));
    }
    return lines;
  }

  private Object serve(Request request) {
    var serving = request.as(Serving.class).serving();
    for (var region : cloud.regions()) {
      var line = region.locked(now -> java.util.Optional.ofNullable(region.instance(request.id())).map(instance -> {
        instance.serveUsers(serving);
        return InstanceLine.of(region, instance);
      }));
      if (line.isPresent()) {
        return line.get();
      }
    }
    throw new RefusedException(404, "InvalidInstanceID.NotFound", "no instance " + request.id());
  }

  private Object plant(Request request) {
    faults.plant(List.of(request.as(FaultRule[].class)));
    return faults.standing();
  }

  private Object assign(Request request) {
    var credential = request.as(Credential.class);
    if (!cloud.sessions().hasAccount(credential.account())) {
      throw new RefusedException(400, "ValidationException", "the lab has no account " + credential.account());
    }
    cloud.sessions().assign(credential.accessKeyId(), credential.account());
    return Map.of("account", credential.account());
  }
}
