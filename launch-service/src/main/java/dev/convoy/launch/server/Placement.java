package dev.convoy.launch.server;

import dev.convoy.events.common.TargetSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and as what an instance is to be launched.
 *
 * @param instanceType null = the type that MGN recommends
 * @param instanceProfile name of the IAM instance profile; null = none
 * @param privateIp null = assigned by AWS
 * @param tenancy default, dedicated or host
 * @param tags of the instance
 */
public record Placement(
    String subnetId,
    List<String> securityGroupIds,
    @Nullable String instanceType,
    @Nullable String instanceProfile,
    @Nullable String privateIp,
    String tenancy,
    Map<String, String> tags) {

  /** Isolated network, no fixed address. */
  static Placement ofTest(TargetSettings target) {
    return new Placement(target.getTestSubnetId(), List.copyOf(target.getTestSecurityGroupIds()),
        target.getInstanceType(), target.getInstanceProfile(), null, target.getTenancy(), Map.copyOf(target.getTags()));
  }

  static Placement ofCutover(TargetSettings target) {
    return new Placement(target.getTargetSubnetId(), List.copyOf(target.getTargetSecurityGroupIds()),
        target.getInstanceType(), target.getInstanceProfile(), target.getPrivateIp(), target.getTenancy(),
        Map.copyOf(target.getTags()));
  }
}
