package dev.convoy.lab.aws.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What MGN sets up for a server when its agent registers. */
final class ServerDefaults {

  private static final List<String> LAUNCH_SETTINGS = List.of("launchDisposition",
      "targetInstanceTypeRightSizingMethod", "copyPrivateIp", "copyTags", "licensing", "bootMode", "postLaunchActions");

  private ServerDefaults() {}

  /** From the account's template, with all disks of the server. */
  static ObjectNode replication(ObjectNode template, String serverId, Agent agent) {
    var configuration = template.deepCopy();
    configuration.remove(List.of("replicationConfigurationTemplateID", "arn", "tags"));
    configuration.put("sourceServerID", serverId);
    configuration.put("name", "Replication Configuration for Source Server " + serverId);
    var disks = configuration.putArray("replicatedDisks");
    for (var disk : agent.disks()) {
      disks.addObject().put("deviceName", disk.deviceName()).put("isBootDisk", disks.size() == 1)
          .put("stagingDiskType", "AUTO").put("iops", 0).put("throughput", 0);
    }
    return configuration;
  }

  /** A real account's defaults of 2022, overruled by the account's launch configuration template if it has one. */
  static ObjectNode launch(Region region, String serverId, String launchTemplateId) {
    var configuration = JsonNodeFactory.instance.objectNode();
    configuration.put("sourceServerID", serverId);
    configuration.put("name", "Launch Configuration for Source Server " + serverId);
    configuration.put("ec2LaunchTemplateID", launchTemplateId);
    configuration.put("launchDisposition", "STARTED");
    configuration.put("targetInstanceTypeRightSizingMethod", "BASIC");
    configuration.put("copyPrivateIp", false);
    configuration.put("copyTags", false);
    configuration.put("bootMode", "LEGACY_BIOS");
    configuration.putObject("licensing").put("osByol", true);
    region.launchConfigurationTemplates().values().stream().findFirst().ifPresent(template ->
        LAUNCH_SETTINGS.stream().filter(template::has).forEach(n -> configuration.set(n, template.get(n).deepCopy())));
    return configuration;
  }

  /** Post-launch actions of the account's launch configuration template. */
  static Map<String, ObjectNode> actions(Region region) {
    var actions = new LinkedHashMap<String, ObjectNode>();
    region.launchConfigurationTemplates().keySet().stream().findFirst().ifPresent(template ->
        region.estate().templateActions(template).forEach((id, action) -> {
          var own = action.deepCopy();
          own.remove("operatingSystem");
          actions.put(id, own);
        }));
    return actions;
  }

  /** The EC2 launch template: two versions, the second in force, no subnet yet. */
  static LaunchTemplate launchTemplate(Region region, String serverId, Agent agent) {
    var now = region.time().now();
    var id = region.ids().next("lt-");
    var name = "created-and-used-by-application-migration-service-" + serverId + "-" + id.substring(3);
    var template = LaunchTemplate.create(region.nextSequence(), id, name, serverId);
    template.tags().put("AWSApplicationMigrationServiceManaged", "mgn.amazonaws.com");
    template.tags().put("AWSApplicationMigrationServiceSourceServerID", serverId);
    template.add(now, "created and used by Application Migration Service", data(agent));
    template.add(now, "created and used by Application Migration Service", tagged(data(agent), serverId, agent));
    template.setDefault(2);
    return template;
  }

  private static ObjectNode data(Agent agent) {
    var data = JsonNodeFactory.instance.objectNode();
    data.put("InstanceType", agent.recommendedInstanceType());
    data.putArray("NetworkInterface").addObject().put("DeviceIndex", "0").put("DeleteOnTermination", "true");
    var disks = data.putArray("BlockDeviceMapping");
    for (var disk : agent.disks()) {
      disks.addObject().put("DeviceName", disk.deviceName()).putObject("Ebs")
          .put("VolumeType", "gp3").put("Iops", "3000").put("DeleteOnTermination", "true");
    }
    return data;
  }

  private static ObjectNode tagged(ObjectNode data, String serverId, Agent agent) {
    var tags = data.putArray("TagSpecification").addObject().put("ResourceType", "instance").putArray("Tag");
    tags.addObject().put("Key", "AWSApplicationMigrationServiceManaged").put("Value", "mgn.amazonaws.com");
    tags.addObject().put("Key", "AWSApplicationMigrationServiceSourceServerID").put("Value", serverId);
    tags.addObject().put("Key", "Name").put("Value", agent.hostname());
    return data;
  }
}
