package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Launches the instance of a source server as the default version of its EC2 launch template says. */
final class InstanceLauncher {

  private final Region region;

  InstanceLauncher(Region region) {
    this.region = region;
  }

  /** What became of it. */
  sealed interface Outcome {}

  record Launched(Instance instance) implements Outcome {}

  /** @param error EC2's code and message */
  record Refused(String error) implements Outcome {}

  Outcome launch(SourceServer server, Job job, boolean bootFails, Instant at) {
    var template = region.launchTemplate(server.launchTemplateId());
    if (template == null) {
      return new Refused("InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID "
          + server.launchTemplateId() + ", does not exist.");
    }
    var data = template.version(template.defaultVersion()).data();
    var nic = data.path("NetworkInterface").path(0);
    var subnetId = nic.path("SubnetId").asString("");
    if (subnetId.isEmpty()) {
      return new Refused("VPCIdNotSpecified: No default VPC for this user.");
    }
    var subnet = region.network().subnet(subnetId);
    if (subnet == null) {
      return new Refused("InvalidSubnetID.NotFound: The subnet ID '" + subnetId + "' does not exist");
    }
    return inSubnet(server, job, data, subnet, bootFails, at);
  }

  private Outcome inSubnet(
      SourceServer server, Job job, JsonNode data, Network.Subnet subnet, boolean bootFails, Instant at) {
    var groups = groups(data, subnet);
    for (var group : groups) {
      var known = region.network().securityGroup(group);
      if (known == null || !known.vpcId().equals(subnet.vpcId())) {
        return new Refused("InvalidGroup.NotFound: The security group '" + group + "' does not exist in VPC '"
            + subnet.vpcId() + "'");
      }
    }
    if (region.vcpus().exceededBy(instanceType(server, data))) {
      return new Refused("VcpuLimitExceeded: " + region.vcpus().refusal());
    }
    var wanted = wantedAddress(server, data, subnet);
    if (wanted != null && !subnet.contains(wanted)) {
      return new Refused("InvalidParameterValue: Address " + wanted + " does not fall within the subnet's address range");
    }
    if (wanted != null && region.addresses().inUse(wanted)) {
      return new Refused("InvalidIPAddress.InUse: The specified address is already in use.");
    }
    var address = wanted == null ? region.addresses().free(subnet) : wanted;
    if (address == null) {
      return new Refused("InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses");
    }
    return launched(server, job, data, subnet, groups, address, bootFails, at);
  }

  private Launched launched(SourceServer server, Job job, JsonNode data, Network.Subnet subnet, List<String> groups,
      String address, boolean bootFails, Instant at) {
    var purpose = job.initiator() == Job.Initiator.START_CUTOVER ? Instance.Purpose.CUTOVER : Instance.Purpose.TEST;
    var instance = new Instance(new Instance.Launch(region.nextSequence(), region.ids().next("i-"), server.id(),
        job.id(), purpose, instanceType(server, data), subnet.id(), subnet.vpcId(), groups, address, at, bootFails));
    instance.tags().put("AWSApplicationMigrationServiceManaged", "mgn.amazonaws.com");
    instance.tags().put("AWSApplicationMigrationServiceSourceServerID", server.id());
    instance.tags().put("Name", server.agent().hostname());
    LaunchTemplate.instanceTags(data).forEach(instance.tags()::put);
    if (server.launchConfiguration().path("copyTags").asBoolean(false)) {
      server.tags().forEach(instance.tags()::putIfAbsent);
    }
    var leftStopped = server.launchConfiguration().path("launchDisposition").asString("").equals("STOPPED");
    instance.launching(at.plus(region.time().onWall(region.time().durations().jobLaunch())), leftStopped);
    region.add(instance);
    return new Launched(instance);
  }

  /** BASIC right-sizing overrules the template's type. */
  private static String instanceType(SourceServer server, JsonNode data) {
    var sizing = server.launchConfiguration().path("targetInstanceTypeRightSizingMethod").asString("BASIC");
    var type = data.path("InstanceType").asString("");
    return sizing.equals("NONE") && !type.isEmpty() ? type : server.agent().recommendedInstanceType();
  }

  private List<String> groups(JsonNode data, Network.Subnet subnet) {
    var nic = strings(data.path("NetworkInterface").path(0).path("SecurityGroupId"));
    var groups = nic.isEmpty() ? strings(data.path("SecurityGroupId")) : nic;
    return groups.isEmpty() ? List.of(region.network().defaultGroup(subnet)) : groups;
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static @Nullable String wantedAddress(SourceServer server, JsonNode data, Network.Subnet subnet) {
    var nic = data.path("NetworkInterface").path(0);
    var single = nic.path("PrivateIpAddress").asString("");
    var address = single.isEmpty()
        ? nic.path("PrivateIpAddresses").path(0).path("PrivateIpAddress").asString("") : single;
    if (!address.isEmpty()) {
      return address;
    }
    var copied = server.launchConfiguration().path("copyPrivateIp").asBoolean(false);
    return copied && subnet.contains(server.agent().ip()) ? server.agent().ip() : null;
  }
}
