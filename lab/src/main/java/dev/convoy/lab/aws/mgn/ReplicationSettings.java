package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Shape;
import tools.jackson.databind.JsonNode;

/** The settings that the replication template and the servers' replication configurations share. */
final class ReplicationSettings {

  private ReplicationSettings() {}

  /** Adds them to a request, the eleven of the service model as required or not. */
  static Shape addTo(Shape shape, boolean required) {
    add(shape, required, "stagingAreaSubnetId", Shape.text(0, 255, "subnet-[0-9a-fA-F]{8,}"));
    add(shape, required, "associateDefaultSecurityGroup", Shape.bool());
    add(shape, required, "replicationServersSecurityGroupsIDs",
        Shape.list(0, 32, Shape.text(0, 255, "sg-[0-9a-fA-F]{8,}")));
    add(shape, required, "replicationServerInstanceType", Shape.text(255));
    add(shape, required, "useDedicatedReplicationServer", Shape.bool());
    add(shape, required, "defaultLargeStagingDiskType", Shape.oneOf("GP2", "ST1", "GP3"));
    add(shape, required, "ebsEncryption", Shape.oneOf("DEFAULT", "CUSTOM"));
    add(shape, required, "bandwidthThrottling", Shape.integer(0, 10_000));
    add(shape, required, "dataPlaneRouting", Shape.oneOf("PRIVATE_IP", "PUBLIC_IP"));
    add(shape, required, "createPublicIP", Shape.bool());
    add(shape, required, "stagingAreaTags", Shape.tags());
    return shape.optional("ebsEncryptionKeyArn", Shape.text(20, 2048, ".*"))
        .optional("useFipsEndpoint", Shape.bool())
        .optional("internetProtocol", Shape.oneOf("IPV4", "IPV6"))
        .optional("storeSnapshotOnLocalZone", Shape.bool());
  }

  private static void add(Shape shape, boolean required, String name, Shape.Rule rule) {
    if (required) {
      shape.required(name, rule);
    } else {
      shape.optional(name, rule);
    }
  }

  /** @throws AwsError ValidationException if the subnet or a group does not exist */
  static void checkNetwork(Region region, JsonNode settings) {
    var subnet = settings.path("stagingAreaSubnetId");
    if (subnet.isString() && region.network().subnet(subnet.asString()) == null) {
      throw AwsError.validation("stagingAreaSubnetId", "Subnet " + subnet.asString() + " does not exist");
    }
    for (var group : settings.path("replicationServersSecurityGroupsIDs")) {
      if (region.network().securityGroup(group.asString()) == null) {
        throw AwsError.validation("replicationServersSecurityGroupsIDs",
            "Security group " + group.asString() + " does not exist");
      }
    }
  }
}
