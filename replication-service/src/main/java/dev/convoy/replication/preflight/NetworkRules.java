package dev.convoy.replication.preflight;

import dev.convoy.replication.preflight.PreflightGateway.SecurityGroup;
import dev.convoy.replication.preflight.PreflightGateway.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Subnets, their groups, and whether as many addresses are free as are wanted. */
final class NetworkRules {

  /**
   * What a subnet is for.
   *
   * @param word as a person says it
   * @param groups of instances in it, with the servers that want them
   * @param servers that use it
   * @param wanted addresses at a time
   */
  record Use(String word, String subnetId, Map<String, Set<String>> groups, Set<String> servers, int wanted) {}

  private NetworkRules() {}

  /**
   * How the networks of these servers are used. Test and target instances take an address each. In the staging subnet a
   * replication server serves 15 volumes (MGN user guide), of which a server is taken to have three; those of servers that
   * replicate have their addresses. Every launch has a conversion server, of which there are never more than MGN has servers
   * in jobs.
   *
   * @param conversions most servers in jobs at a time
   */
  static List<Use> uses(Collection<PlannedServer> servers, int conversions) {
    var uses = new ArrayList<Use>();
    for (var word : List.of("staging", "test", "target")) {
      var bySubnet = new LinkedHashMap<String, List<PlannedServer>>();
      servers.forEach(server -> bySubnet.computeIfAbsent(subnet(word, server.target()), id -> new ArrayList<>())
          .add(server));
      bySubnet.forEach((id, users) -> uses.add(use(word, id, users, conversions)));
    }
    return uses;
  }

  private static Use use(String word, String subnetId, List<PlannedServer> users, int conversions) {
    var groups = new LinkedHashMap<String, Set<String>>();
    var ids = new TreeSet<String>();
    users.forEach(server -> {
      groups(word, server.target()).forEach(group ->
          groups.computeIfAbsent(group, id -> new TreeSet<>()).add(server.serverId()));
      ids.add(server.serverId());
    });
    var launches = count(users.stream().filter(server -> server.wants(word)));
    var wanted = !word.equals("staging") ? launches
        : replicationServers(count(users.stream().filter(server -> !server.bound()))) + Math.min(launches, conversions);
    return new Use(word, subnetId, groups, ids, wanted);
  }

  private static int count(Stream<PlannedServer> servers) {
    return (int) servers.map(PlannedServer::serverId).distinct().count();
  }

  /** Replication servers for so many servers of three volumes each. */
  static int replicationServers(int servers) {
    return (servers * 3 + 14) / 15;
  }

  private static String subnet(String word, Target target) {
    return switch (word) {
      case "staging" -> target.stagingSubnetId();
      case "test" -> target.testSubnetId();
      default -> target.targetSubnetId();
    };
  }

  private static List<String> groups(String word, Target target) {
    return switch (word) {
      case "staging" -> target.stagingSecurityGroupIds();
      case "test" -> target.testSecurityGroupIds();
      default -> target.targetSecurityGroupIds();
    };
  }

  static List<Finding> judge(List<Use> uses, Map<String, Subnet> subnets, Map<String, SecurityGroup> groups) {
    var found = new ArrayList<Finding>();
    for (var use : uses) {
      var subnet = subnets.get(use.subnetId());
      if (subnet == null) {
        found.add(Finding.fault("CVY-3420", use.word() + " subnet " + use.subnetId(), "it does not exist",
            "a subnet of this account and region", "correct the environment or the declarations, or create the subnet")
            .of(use.servers()));
      } else if (subnet.free() < use.wanted()) {
        found.add(Finding.fault("CVY-3423", use.word() + " subnet " + subnet.id() + " " + subnet.cidr(),
            subnet.free() + " addresses are free", use.wanted() + " at a time",
            "free addresses, take a larger subnet, or spread the servers over several waves").of(use.servers()));
      }
      use.groups().forEach((id, servers) ->
          group(use.word(), subnet, id, groups.get(id)).map(finding -> finding.of(servers)).ifPresent(found::add));
    }
    return found;
  }

  private static Optional<Finding> group(
      String word, @Nullable Subnet subnet, String id, @Nullable SecurityGroup group) {
    var about = "security group " + id + " for " + word;
    if (group == null) {
      return Optional.of(Finding.fault("CVY-3421", about, "it does not exist",
          "a security group of this account and region",
          "correct the environment or the declarations, or create the group"));
    }
    return subnet == null || group.vpcId().equals(subnet.vpcId()) ? Optional.empty()
        : Optional.of(Finding.fault("CVY-3422", about, "it belongs to " + group.vpcId(), subnet.vpcId()
            + ", the VPC of " + subnet.id(), "name a group of that VPC"));
  }
}
