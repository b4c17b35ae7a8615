package dev.convoy.replication.preflight;

import dev.convoy.replication.preflight.PreflightGateway.Document;
import dev.convoy.replication.preflight.PreflightGateway.Host;
import dev.convoy.replication.preflight.PreflightGateway.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether EC2 can launch what is declared: types, profiles, hosts, licences. */
final class LaunchRules {

  private LaunchRules() {}

  /** Ids of servers by what they want; those that want nothing of the kind are left out. */
  static Map<String, List<String>> wanting(
      Collection<PlannedServer> servers, Function<PlannedServer, @Nullable String> what) {
    var wanting = new TreeMap<String, List<String>>();
    servers.forEach(server -> {
      var wanted = what.apply(server);
      if (wanted != null) {
        wanting.computeIfAbsent(wanted, name -> new ArrayList<>()).add(server.serverId());
      }
    });
    return wanting;
  }

  /** All types: of targets and of replication servers. */
  static Set<String> types(Collection<PlannedServer> servers) {
    var types = new TreeSet<>(wanting(servers, server -> server.target().instanceType()).keySet());
    types.addAll(wanting(servers, server -> server.target().replicationServerInstanceType()).keySet());
    return types;
  }

  /**
   * Whether the types exist in the region and are offered in the zones of the subnets.
   *
   * @param known types that the region knows
   * @param zones that offer a type
   */
  static List<Finding> types(Collection<PlannedServer> servers, Set<String> known, Map<String, Set<String>> zones,
      Map<String, Subnet> subnets) {
    var found = new ArrayList<Finding>();
    for (var type : types(servers)) {
      if (!known.contains(type)) {
        found.add(Finding.fault("CVY-3430", "instance type " + type, "the region does not know it",
            "a type of the region", "declare another type").of(users(servers, type)));
      }
    }
    var misplaced = new TreeMap<String, List<String>>();
    servers.forEach(server -> places(server).forEach((subnetId, type) -> {
      var subnet = subnets.get(subnetId);
      if (subnet != null && known.contains(type) && !zones.getOrDefault(type, Set.of()).contains(subnet.zone())) {
        misplaced.computeIfAbsent(type + " in " + subnet.zone() + " (" + subnetId + ")", key -> new ArrayList<>())
            .add(server.serverId());
      }
    }));
    misplaced.forEach((place, ids) -> found.add(Finding.fault("CVY-3431", "instance type " + place,
        "the zone does not offer it", "one of " + zones.getOrDefault(place.split(" ", 2)[0], Set.of()),
        "declare another type, or a subnet in such a zone").of(ids)));
    return found;
  }

  private static List<String> users(Collection<PlannedServer> servers, String type) {
    return servers.stream().filter(server -> type.equals(server.target().instanceType())
        || type.equals(server.target().replicationServerInstanceType())).map(PlannedServer::serverId).toList();
  }

  /** Types that a server needs, by subnet. */
  private static Map<String, String> places(PlannedServer server) {
    var places = new TreeMap<String, String>();
    places.put(server.target().stagingSubnetId(), server.target().replicationServerInstanceType());
    var type = server.target().instanceType();
    if (type != null) {
      places.put(server.target().testSubnetId(), type);
      places.put(server.target().targetSubnetId(), type);
    }
    return places;
  }

  static Finding noProfile(String profile, Collection<String> servers) {
    return Finding.fault("CVY-3432", "instance profile " + profile, "it does not exist or has no role",
        "an instance profile of the account with a role", "create it, or declare another").of(servers);
  }

  /** Without a role the SSM agent of an instance reaches nothing, unless the account manages its hosts by default. */
  static List<Finding> unprofiled(Collection<PlannedServer> servers) {
    var found = new ArrayList<Finding>();
    wanting(servers, server -> server.target().instanceProfile() != null || server.target().postLaunchActions().isEmpty() ? null
        : server.target().postLaunchActions().stream().map(Target.Action::name).collect(Collectors.joining(", ")))
        .forEach((actions, ids) -> found.add(Finding.note("CVY-3435", "post-launch actions " + actions,
            "no instance profile is declared", "an instance profile with AmazonSSMManagedInstanceCore, or SSM's default host management",
            "declare instanceProfile for the servers or under defaults of their environment").of(ids)));
    return found;
  }

  /** Ids of servers by the documents of their post-launch actions. */
  static Map<SsmDocument, List<PlannedServer>> documents(Collection<PlannedServer> servers) {
    var wanting = new TreeMap<SsmDocument, List<PlannedServer>>();
    servers.forEach(server -> server.target().postLaunchActions().stream().flatMap(action -> action.wanted().stream()).distinct()
        .forEach(document -> wanting.computeIfAbsent(document, any -> new ArrayList<>()).add(server)));
    return wanting;
  }

  /**
   * Whether MGN can run a document on the instances of servers.
   *
   * @param found null = there is no such document or version
   */
  static List<Finding> document(SsmDocument wanted, List<PlannedServer> servers, @Nullable Document found) {
    var about = "SSM document " + wanted;
    if (found == null || !found.status().equals("Active")) {
      return List.of(Finding.fault("CVY-3436", about, found == null ? "the account has no such document in the region"
          : "its status is " + found.status(), "an active document of the account, of AWS, or shared with the account",
          "create or share it, or correct postLaunchActions of the environment").of(ids(servers)));
    }
    return Stream.of(true, false).flatMap(windows -> {
      var family = windows ? "Windows" : "Linux";
      var members = servers.stream().filter(server -> server.windows() == windows).toList();
      return members.isEmpty() || found.platforms().isEmpty() || found.platforms().contains(family) ? Stream.empty()
          : Stream.of(Finding.fault("CVY-3437", about, "it is for " + String.join(", ", new TreeSet<>(found.platforms())),
              "a document for " + family, "declare the action for the others only (osFamily), or another document").of(ids(members)));
    }).toList();
  }

  private static List<String> ids(List<PlannedServer> servers) {
    return servers.stream().map(PlannedServer::serverId).toList();
  }

  /** Whether Dedicated Hosts of the type stand in the zone for those servers that want one. */
  static List<Finding> hosts(Collection<PlannedServer> servers, List<Host> hosts, Map<String, Subnet> subnets) {
    var wanting = wanting(servers.stream().filter(server -> server.target().tenancy().equals("host")).toList(),
        server -> {
          var subnet = subnets.get(server.target().targetSubnetId());
          var type = server.target().instanceType();
          return subnet == null || type == null ? null : type + " in " + subnet.zone();
        });
    var found = new ArrayList<Finding>();
    wanting.forEach((place, ids) -> {
      var fits = hosts.stream().filter(host -> (host.instanceType() + " in " + host.zone()).equals(place))
          .mapToInt(Host::free).sum();
      if (fits < Set.copyOf(ids).size()) {
        found.add(Finding.fault("CVY-3433", "Dedicated Hosts for " + place, "room for " + fits,
            "room for " + Set.copyOf(ids).size(), "allocate hosts, or declare tenancy Shared or Dedicated").of(ids));
      }
    });
    return found;
  }

  /** Windows licences of one's own may only be used on Dedicated Hosts (Microsoft licensing on AWS). */
  static List<Finding> licences(Collection<PlannedServer> servers, boolean brought) {
    var ids = servers.stream().filter(server -> server.windows() && !server.target().tenancy().equals("host"))
        .map(PlannedServer::serverId).toList();
    return !brought || ids.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3434", "Windows licences",
        "MGN's launch configuration template brings them along (osByol) and the tenancy is not host",
        "tenancy Dedicated host, or licences of AWS",
        "declare tenancy Dedicated host, or set osByol of the template to false").of(ids));
  }
}
