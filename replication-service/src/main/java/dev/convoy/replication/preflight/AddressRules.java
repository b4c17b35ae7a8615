package dev.convoy.replication.preflight;

import dev.convoy.replication.preflight.PreflightGateway.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Private addresses that cutover instances are to get. */
final class AddressRules {

  /** EC2 keeps the first four addresses of a subnet and the last. */
  private static final int KEPT = 4;

  private AddressRules() {}

  /** Planned addresses of servers without an instance, by target subnet. */
  static Map<String, List<String>> planned(Collection<PlannedServer> servers) {
    var planned = new TreeMap<String, List<String>>();
    servers.forEach(server -> {
      var address = server.target().privateIp();
      if (address != null && !server.launched()) {
        planned.computeIfAbsent(server.target().targetSubnetId(), id -> new ArrayList<>()).add(address);
      }
    });
    return planned;
  }

  /** @param inUse addresses that network interfaces hold, by subnet */
  static List<Finding> judge(
      Collection<PlannedServer> servers, Map<String, Subnet> subnets, Map<String, Set<String>> inUse) {
    var found = new ArrayList<Finding>();
    var owners = new TreeMap<String, List<String>>();
    for (var server : servers) {
      var address = server.target().privateIp();
      if (address == null || server.launched()) {
        continue;
      }
      var subnet = subnets.get(server.target().targetSubnetId());
      if (subnet != null && !holds(subnet.cidr(), address)) {
        found.add(outside(server, address, subnet));
      } else if (inUse.getOrDefault(server.target().targetSubnetId(), Set.of()).contains(address)) {
        found.add(Finding.fault("CVY-3424", "private address " + address, "a network interface of "
            + server.target().targetSubnetId() + " holds it", "a free address",
            "free it or declare another").of(List.of(server.serverId())));
      }
      owners.computeIfAbsent(server.target().targetSubnetId() + " " + address, key -> new ArrayList<>())
          .add(server.serverId());
    }
    owners.forEach((key, ids) -> {
      if (ids.size() > 1) {
        found.add(Finding.fault("CVY-3426", "private address " + key.substring(key.indexOf(' ') + 1),
            ids.size() + " servers of the wave are to have it", "an address for each", "declare another for all but one")
            .of(ids));
      }
    });
    return found;
  }

  private static Finding outside(PlannedServer server, String address, Subnet subnet) {
    return Finding.fault("CVY-3425", "private address " + address, "it cannot be given out in " + subnet.id(),
        "an address of " + subnet.cidr() + " but its first four and its last", "declare an address or a subnet that fit")
        .of(List.of(server.serverId()));
  }

  /** Whether EC2 can give out an address of this CIDR. */
  static boolean holds(String cidr, String address) {
    var slash = cidr.indexOf('/');
    var base = parse(slash < 0 ? cidr : cidr.substring(0, slash));
    var wanted = parse(address);
    if (base == null || wanted == null || slash < 0) {
      return false;
    }
    var size = 1L << (32 - Integer.parseInt(cidr.substring(slash + 1)));
    return wanted >= base + KEPT && wanted < base + size - 1;
  }

  private static @Nullable Long parse(String address) {
    var value = 0L;
    var parts = address.split("\\.", -1);
    for (var part : parts) {
      if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
        return null;
      }
      value = value << 8 | Integer.parseInt(part);
    }
    return parts.length == 4 ? value : null;
  }
}
