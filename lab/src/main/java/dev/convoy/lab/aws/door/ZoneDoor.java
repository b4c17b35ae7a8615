package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.HostedZones;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hosted zones as they were before anybody migrated anything, and where every name leads now. */
public final class ZoneDoor {

  /**
   * A zone to open; one of this id that is there already stays as it is.
   *
   * @param privateZone null = public
   */
  private record Planted(
      String account, String id, String name, @Nullable Boolean privateZone, List<PlantedRecord> records) {}

  /** A simple record set. */
  private record PlantedRecord(String name, String type, long ttl, List<String> values) {}

  /** A record set as it is now. */
  private record Line(String account, String zone, RecordSet set) {}

  private final Cloud cloud;

  public ZoneDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(new Route("PUT", "/_lab/zones", this::open), new Route("GET", "/_lab/records", request -> records()));
  }

  private Object open(Request request) {
    var planted = request.as(Planted.class);
    if (!cloud.sessions().hasAccount(planted.account())) {
      throw new RefusedException(400, "ValidationException", "the lab has no account " + planted.account());
    }
    var state = new HostedZone.State(planted.id(), planted.name(), Objects.requireNonNullElse(planted.privateZone(), false),
        planted.records().stream().map(each -> RecordSet.simple(each.name(), each.type(), each.ttl(), each.values())).toList());
    var region = cloud.region(planted.account(), HostedZones.REGION);
    return region.locked(now -> Map.of("id", region.hostedZones().open(state).id()));
  }

  private List<Line> records() {
    return cloud.regions().stream().flatMap(region -> region.locked(now -> region.hostedZones().all().stream()
        .flatMap(zone -> zone.records().stream().map(set -> new Line(region.account(), zone.id(), set))).toList()).stream())
        .toList();
  }
}
