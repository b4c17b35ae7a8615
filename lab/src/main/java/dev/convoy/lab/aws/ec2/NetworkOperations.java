package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Network;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading subnets and security groups. */
public final class NetworkOperations {

  private static final Ec2Filters<Network.Subnet> SUBNETS = new Ec2Filters<Network.Subnet>()
      .on("subnet-id", Network.Subnet::id)
      .on("vpc-id", Network.Subnet::vpcId)
      .on("availability-zone", Network.Subnet::zone)
      .on("cidr-block", Network.Subnet::cidr)
      .onTags(s -> Map.of("Name", s.name()));
  private static final Ec2Filters<Network.SecurityGroup> GROUPS = new Ec2Filters<Network.SecurityGroup>()
      .on("group-id", Network.SecurityGroup::id)
      .on("group-name", Network.SecurityGroup::name)
      .on("vpc-id", Network.SecurityGroup::vpcId);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeSubnets", false, this::subnets),
        Operation.ec2("DescribeSecurityGroups", false, this::groups));
  }

  private Xml subnets(Call call) {
    var ids = call.query().list("SubnetId");
    for (var id : ids) {
      if (call.region().network().subnet(id) == null) {
        throw AwsError.of(400, "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
      }
    }
    var all = call.region().network().subnets();
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> ids.isEmpty() || ids.contains(all.get(i).id()))
        .filter(i -> SUBNETS.of(call.query()).test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "subnetSet", i -> subnet(call, all.get(i)));
  }

  private static Xml subnet(Call call, Network.Subnet subnet) {
    return Xml.node("item",
        Xml.leaf("subnetId", subnet.id()),
        Xml.leaf("subnetArn", "arn:aws:ec2:" + call.region().name() + ":" + call.region().account() + ":subnet/"
            + subnet.id()),
        Xml.leaf("state", "available"),
        Xml.leaf("vpcId", subnet.vpcId()),
        Xml.leaf("ownerId", call.region().account()),
        Xml.leaf("cidrBlock", subnet.cidr()),
        Xml.leaf("availableIpAddressCount", call.region().addresses().left(subnet)),
        Xml.leaf("availabilityZone", subnet.zone()),
        Xml.leaf("defaultForAz", false),
        Xml.leaf("mapPublicIpOnLaunch", false),
        Ec2Xml.tags(Map.of("Name", subnet.name())));
  }

  private Xml groups(Call call) {
    var ids = call.query().list("GroupId");
    for (var id : ids) {
      if (call.region().network().securityGroup(id) == null) {
        throw AwsError.of(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
      }
    }
    var all = call.region().network().securityGroups();
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> ids.isEmpty() || ids.contains(all.get(i).id()))
        .filter(i -> GROUPS.of(call.query()).test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "securityGroupInfo", i -> group(call, all.get(i)));
  }

  private static Xml group(Call call, Network.SecurityGroup group) {
    return Xml.node("item",
        Xml.leaf("ownerId", call.region().account()),
        Xml.leaf("groupId", group.id()),
        Xml.leaf("groupName", group.name()),
        Xml.leaf("groupDescription", "lab " + group.name()),
        Xml.leaf("vpcId", group.vpcId()),
        Xml.node("ipPermissions"),
        Xml.node("ipPermissionsEgress"));
  }
}
