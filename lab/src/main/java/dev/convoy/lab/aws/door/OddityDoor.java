package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Oddities.Oddity;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is planted in an account before anybody migrates into it. */
public final class OddityDoor {

  /**
   * Addresses that somebody else holds.
   *
   * @param addresses single ones; null for none
   * @param leave how many of the subnet stay free; null = all others
   */
  private record Occupation(
      String account, String region, String subnetId, @Nullable List<String> addresses, @Nullable Integer leave) {}

  private final Cloud cloud;

  public OddityDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/_lab/oddities/*", request -> cloud.oddities().of(request.id())),
        new Route("PUT", "/_lab/oddities/*", this::plant),
        new Route("PUT", "/_lab/addresses", this::occupy));
  }

  private Object plant(Request request) {
    known(request.id());
    cloud.oddities().plant(request.id(), request.as(Oddity.class));
    return cloud.oddities().of(request.id());
  }

  private Object occupy(Request request) {
    var wanted = request.as(Occupation.class);
    known(wanted.account());
    return cloud.region(wanted.account(), wanted.region()).locked(now -> {
      var region = cloud.region(wanted.account(), wanted.region());
      var subnet = region.network().subnet(wanted.subnetId());
      if (subnet == null) {
        throw new RefusedException(404, "InvalidSubnetID.NotFound", "no subnet " + wanted.subnetId());
      }
      if (wanted.addresses() != null) {
        wanted.addresses().forEach(region.addresses()::occupy);
      }
      if (wanted.leave() != null) {
        region.addresses().occupyAllBut(subnet, wanted.leave());
      }
      return Map.of("free", region.addresses().left(subnet));
    });
  }

  private void known(String account) {
    if (!cloud.sessions().hasAccount(account)) {
      throw new RefusedException(400, "ValidationException", "the lab has no account " + account);
    }
  }
}
