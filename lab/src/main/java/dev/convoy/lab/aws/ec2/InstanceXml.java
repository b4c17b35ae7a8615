package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.Volumes;
import dev.convoy.lab.aws.wire.Xml;

/** Instances as EC2 answers them. */
final class InstanceXml {

  private InstanceXml() {}

  static Xml of(Region region, Instance instance) {
    var launch = instance.launch();
    var groups = launch.securityGroupIds().stream()
        .map(id -> Xml.node("item", Xml.leaf("groupId", id), Xml.leaf("groupName", groupName(region, id)))).toList();
    return Xml.node("item",
        Xml.leaf("instanceId", launch.id()),
        Xml.leaf("imageId", "ami-" + launch.id().substring(2)),
        state("instanceState", instance.state()),
        Xml.leaf("privateDnsName", "ip-" + launch.privateIp().replace('.', '-') + ".ec2.internal"),
        Xml.leaf("privateIpAddress", launch.privateIp()),
        Xml.leaf("instanceType", launch.instanceType()),
        Xml.leaf("launchTime", launch.launchedAt()),
        Xml.node("placement", Xml.leaf("availabilityZone", region.name() + "a"), Xml.leaf("tenancy", "default")),
        Xml.leaf("subnetId", launch.subnetId()),
        Xml.leaf("vpcId", launch.vpcId()),
        Xml.leaf("architecture", "x86_64"),
        Xml.leaf("rootDeviceType", "ebs"),
        Xml.leaf("rootDeviceName", "/dev/sda1"),
        Xml.node("groupSet", groups),
        networkInterface(instance, groups),
        Xml.node("blockDeviceMapping", Volumes.of(region, instance).stream().map(volume -> Xml.node("item",
            Xml.leaf("deviceName", volume.deviceName()), Xml.node("ebs", Xml.leaf("volumeId", volume.id()),
                Xml.leaf("status", "attached"), Xml.leaf("deleteOnTermination", true)))).toList()),
        Ec2Xml.tags(instance.tags()));
  }

  private static Xml networkInterface(Instance instance, java.util.List<Xml> groups) {
    var launch = instance.launch();
    return Xml.node("networkInterfaceSet", Xml.node("item",
        Xml.leaf("networkInterfaceId", "eni-" + launch.id().substring(2)),
        Xml.leaf("subnetId", launch.subnetId()),
        Xml.leaf("vpcId", launch.vpcId()),
        Xml.leaf("privateIpAddress", launch.privateIp()),
        Xml.node("groupSet", groups)));
  }

  private static String groupName(Region region, String id) {
    var group = region.network().securityGroup(id);
    return group == null ? id : group.name();
  }

  static Xml state(String name, Instance.State state) {
    return Xml.node(name, Xml.leaf("code", state.code()), Xml.leaf("name", state.wire()));
  }

  static Xml status(Region region, Instance instance) {
    var status = instance.state() != Instance.State.RUNNING ? "not-applicable"
        : instance.booted() ? "ok" : instance.launch().bootFails() ? "impaired" : "initializing";
    return Xml.node("item",
        Xml.leaf("instanceId", instance.id()),
        Xml.leaf("availabilityZone", region.name() + "a"),
        state("instanceState", instance.state()),
        check("systemStatus", status.equals("impaired") ? "ok" : status),
        check("instanceStatus", status));
  }

  private static Xml check(String name, String status) {
    var detail = switch (status) {
      case "ok" -> "passed";
      case "impaired" -> "failed";
      default -> status;
    };
    return status.equals("not-applicable") ? Xml.node(name, Xml.leaf("status", status))
        : Xml.node(name, Xml.leaf("status", status), Xml.node("details",
            Xml.node("item", Xml.leaf("name", "reachability"), Xml.leaf("status", detail))));
  }
}
