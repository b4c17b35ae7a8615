package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Network;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading where things are: regions, their zones, and VPCs. */
public final class PlaceOperations {

  private static final List<String> ZONES = List.of("a", "b");
  private static final Ec2Filters<Network.Subnet> VPCS = new Ec2Filters<Network.Subnet>()
      .on("vpc-id", Network.Subnet::vpcId)
      .on("cidr", Network.Subnet::cidr)
      .on("state", each -> "available")
      .on("is-default", each -> "false")
      .onTags(each -> Map.of("Name", each.name()));

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeVpcs", false, this::vpcs),
        Operation.ec2("DescribeAvailabilityZones", false, PlaceOperations::zones),
        Operation.ec2("DescribeRegions", false, PlaceOperations::regions));
  }

  /** Each VPC has one subnet, which is as large as itself. */
  private Xml vpcs(Call call) {
    var all = call.region().network().subnets();
    var ids = call.query().list("VpcId");
    ids.stream().filter(id -> all.stream().noneMatch(each -> each.vpcId().equals(id))).findFirst().ifPresent(id -> {
      throw AwsError.of(400, "InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
    });
    var filter = VPCS.of(call.query());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> ids.isEmpty() || ids.contains(all.get(i).vpcId()))
        .filter(i -> filter.test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "vpcSet", i -> Xml.node("item",
        Xml.leaf("vpcId", all.get(i).vpcId()),
        Xml.leaf("ownerId", call.region().account()),
        Xml.leaf("state", "available"),
        Xml.leaf("cidrBlock", all.get(i).cidr()),
        Xml.leaf("instanceTenancy", "default"),
        Xml.leaf("isDefault", false),
        Ec2Xml.tags(Map.of("Name", all.get(i).name()))));
  }

  private static Xml zones(Call call) {
    var region = call.region().name();
    var names = call.query().list("ZoneName");
    names.stream().filter(name -> !ZONES.contains(name.replaceFirst(region, ""))).findFirst().ifPresent(name -> {
      throw AwsError.of(400, "InvalidParameterValue", "Invalid availability zone: [" + name + "]");
    });
    return Ec2Xml.answer(call, Xml.node("availabilityZoneInfo", ZONES.stream()
        .filter(letter -> names.isEmpty() || names.contains(region + letter)).map(letter -> Xml.node("item",
            Xml.leaf("optInStatus", "opt-in-not-required"),
            Xml.leaf("zoneState", "available"),
            Xml.leaf("regionName", region),
            Xml.leaf("zoneName", region + letter),
            Xml.leaf("zoneId", "lab-az" + (ZONES.indexOf(letter) + 1)),
            Xml.leaf("groupName", region),
            Xml.leaf("zoneType", "availability-zone"))).toList()));
  }

  /** The one that is asked; every region that is called is there. */
  private static Xml regions(Call call) {
    var named = call.query().list("RegionName");
    return Ec2Xml.answer(call, Xml.node("regionInfo", (named.isEmpty() ? List.of(call.region().name()) : named).stream()
        .map(name -> Xml.node("item", Xml.leaf("regionName", name),
            Xml.leaf("regionEndpoint", "ec2." + name + ".amazonaws.com"),
            Xml.leaf("optInStatus", "opt-in-not-required"))).toList()));
  }
}
