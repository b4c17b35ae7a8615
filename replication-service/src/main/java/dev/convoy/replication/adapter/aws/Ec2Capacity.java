package dev.convoy.replication.adapter.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.preflight.PreflightGateway.Host;
import dev.convoy.replication.preflight.PreflightGateway.SecurityGroup;
import dev.convoy.replication.preflight.PreflightGateway.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LocationType;

import static dev.convoy.replication.adapter.aws.AwsPreflightGateway.read;

/** What EC2 has: asked for by filters, because a list of ids is refused as a whole when one is unknown. */
final class Ec2Capacity {

  /** Most values of a filter (EC2 API reference). */
  private static final int VALUES = 200;

  private final AwsClients clients;

  Ec2Capacity(AwsClients clients) {
    this.clients = clients;
  }

  private static <T> List<T> each(Collection<String> values, String filter, Function<Filter, Stream<T>> ask) {
    var all = new ArrayList<T>();
    var rest = List.copyOf(new HashSet<>(values));
    for (var from = 0; from < rest.size(); from += VALUES) {
      var some = rest.subList(from, Math.min(rest.size(), from + VALUES));
      all.addAll(read(() -> ask.apply(Filter.builder().name(filter).values(some).build()).toList()));
    }
    return all;
  }

  Map<String, Subnet> subnets(AccountKey account, Collection<String> ids) {
    return each(ids, "subnet-id", filter -> clients.ec2Reader(account).describeSubnetsPaginator(r -> r.filters(filter))
        .subnets().stream()).stream().collect(Collectors.toMap(s -> s.subnetId(), s -> new Subnet(
            s.subnetId(), s.vpcId(), s.availabilityZone(), s.cidrBlock(), s.availableIpAddressCount()), (a, b) -> a));
  }

  Map<String, SecurityGroup> securityGroups(AccountKey account, Collection<String> ids) {
    return each(ids, "group-id", filter -> clients.ec2Reader(account)
        .describeSecurityGroupsPaginator(r -> r.filters(filter)).securityGroups().stream()).stream()
        .collect(Collectors.toMap(g -> g.groupId(), g -> new SecurityGroup(g.groupId(), g.vpcId()), (a, b) -> a));
  }

  Map<String, Integer> vcpus(AccountKey account, Collection<String> types) {
    return each(types, "instance-type", filter -> clients.ec2Reader(account)
        .describeInstanceTypesPaginator(r -> r.filters(filter)).instanceTypes().stream()).stream()
        .collect(Collectors.toMap(t -> t.instanceTypeAsString(), t -> t.vCpuInfo().defaultVCpus(), (a, b) -> a));
  }

  Map<String, Set<String>> zones(AccountKey account, Collection<String> types) {
    var zones = new HashMap<String, Set<String>>();
    each(types, "instance-type", filter -> clients.ec2Reader(account).describeInstanceTypeOfferingsPaginator(
        r -> r.locationType(LocationType.AVAILABILITY_ZONE).filters(filter)).instanceTypeOfferings().stream())
        .forEach(o -> zones.computeIfAbsent(o.instanceTypeAsString(), type -> new HashSet<>()).add(o.location()));
    return zones;
  }

  /** Spot instances have quotas of their own. */
  Map<String, Integer> running(AccountKey account) {
    var running = new HashMap<String, Integer>();
    each(List.of("pending", "running"), "instance-state-name", filter -> clients.ec2Reader(account)
        .describeInstancesPaginator(r -> r.filters(filter).maxResults(1000)).reservations().stream()
        .flatMap(r -> r.instances().stream())).stream().filter(i -> i.instanceLifecycle() == null)
        .forEach(i -> running.merge(i.instanceTypeAsString(), 1, Integer::sum));
    return running;
  }

  List<Host> hosts(AccountKey account) {
    return each(List.of("available"), "state", filter -> clients.ec2Reader(account)
        .describeHostsPaginator(r -> r.filter(filter)).hosts().stream()).stream()
        .flatMap(host -> host.availableCapacity() == null ? Stream.of()
            : host.availableCapacity().availableInstanceCapacity().stream()
                .map(c -> new Host(host.availabilityZone(), c.instanceType(), c.availableCapacity())))
        .toList();
  }

  Set<String> addressesInUse(AccountKey account, String subnetId, Collection<String> addresses) {
    var inSubnet = Filter.builder().name("subnet-id").values(subnetId).build();
    return new HashSet<>(each(addresses, "addresses.private-ip-address", filter -> clients.ec2Reader(account)
        .describeNetworkInterfacesPaginator(r -> r.filters(inSubnet, filter)).networkInterfaces().stream()
        .flatMap(i -> i.privateIpAddresses().stream()).map(a -> a.privateIpAddress())));
  }
}
