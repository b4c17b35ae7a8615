package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Oddities;
import dev.convoy.lab.aws.cloud.Oddities.DedicatedHost;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading what is there for launches: network interfaces, which hold addresses, and Dedicated Hosts. */
public final class CapacityOperations {

  private record NetworkInterface(String id, String subnetId, String vpcId, String zone, String address) {}

  private static final Ec2Filters<NetworkInterface> INTERFACES = new Ec2Filters<NetworkInterface>()
      .on("network-interface-id", NetworkInterface::id)
      .on("subnet-id", NetworkInterface::subnetId)
      .on("vpc-id", NetworkInterface::vpcId)
      .on("private-ip-address", NetworkInterface::address)
      .on("addresses.private-ip-address", NetworkInterface::address);
  private static final Ec2Filters<DedicatedHost> HOSTS = new Ec2Filters<DedicatedHost>()
      .on("availability-zone", DedicatedHost::zone)
      .on("instance-type", DedicatedHost::instanceType)
      .on("state", host -> "available");

  private final Oddities oddities;

  public CapacityOperations(Oddities oddities) {
    this.oddities = oddities;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeNetworkInterfaces", false, CapacityOperations::interfaces),
        Operation.ec2("DescribeHosts", false, this::hosts));
  }

  private static Xml interfaces(Call call) {
    var all = all(call.region());
    var filter = INTERFACES.of(call.query());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> filter.test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "networkInterfaceSet", i -> view(call, all.get(i)));
  }

  private static List<NetworkInterface> all(Region region) {
    var all = new ArrayList<NetworkInterface>();
    region.instances().stream().filter(instance -> instance.holdsAddress()).forEach(instance ->
        all.addAll(of(region, instance.id().replace("i-", "eni-"), instance.launch().privateIp())));
    var n = 0;
    for (var address : region.addresses().foreign()) {
      all.addAll(of(region, "eni-f%016x".formatted(n++), address));
    }
    return all;
  }

  private static List<NetworkInterface> of(Region region, String id, String address) {
    return region.network().subnets().stream().filter(subnet -> subnet.contains(address)).limit(1)
        .map(subnet -> new NetworkInterface(id, subnet.id(), subnet.vpcId(), subnet.zone(), address)).toList();
  }

  private static Xml view(Call call, NetworkInterface each) {
    return Xml.node("item",
        Xml.leaf("networkInterfaceId", each.id()),
        Xml.leaf("subnetId", each.subnetId()),
        Xml.leaf("vpcId", each.vpcId()),
        Xml.leaf("availabilityZone", each.zone()),
        Xml.leaf("ownerId", call.region().account()),
        Xml.leaf("status", "in-use"),
        Xml.leaf("privateIpAddress", each.address()),
        Xml.node("privateIpAddressesSet", Xml.node("item",
            Xml.leaf("privateIpAddress", each.address()), Xml.leaf("primary", true))));
  }

  private Xml hosts(Call call) {
    var all = oddities.of(call.region().account()).hosts();
    var filter = HOSTS.of(call.query());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> filter.test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "hostSet", i -> view(all.get(i)));
  }

  private static Xml view(DedicatedHost host) {
    return Xml.node("item",
        Xml.leaf("hostId", host.id()),
        Xml.leaf("availabilityZone", host.zone()),
        Xml.leaf("state", "available"),
        Xml.leaf("autoPlacement", "on"),
        Xml.node("hostProperties", Xml.leaf("instanceType", host.instanceType())),
        Xml.node("availableCapacity", Xml.node("availableInstanceCapacity", Xml.node("item",
            Xml.leaf("instanceType", host.instanceType()),
            Xml.leaf("availableCapacity", host.free()),
            Xml.leaf("totalCapacity", host.free())))));
  }
}
