package dev.convoy.launch.server;

import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.launch.server.GateFacts.Build;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where and as what an instance is to be launched.
 *
 * @param instanceType null = the type that MGN recommends
 * @param instanceProfile name of the IAM instance profile; null = none
 * @param privateIp null = assigned by AWS
 * @param tenancy default, dedicated or host
 * @param tags of the instance
 * @param actions run by MGN on the launched instance, in their order; null = none are declared, in this round or one before
 */
public record Placement(
    String subnetId,
    List<String> securityGroupIds,
    @Nullable String instanceType,
    @Nullable String instanceProfile,
    @Nullable String privateIp,
    String tenancy,
    Map<String, String> tags,
    @Nullable List<LaunchAction> actions) {

  /** Without post-launch actions. */
  public Placement(
      String subnetId, List<String> securityGroupIds, @Nullable String instanceType, @Nullable String instanceProfile,
      @Nullable String privateIp, String tenancy, Map<String, String> tags) {
    this(subnetId, securityGroupIds, instanceType, instanceProfile, privateIp, tenancy, tags, null);
  }

  /** Isolated network, no fixed address. */
  static Placement ofTest(Build build) {
    var target = build.target();
    return new Placement(target.getTestSubnetId(), List.copyOf(target.getTestSecurityGroupIds()),
        target.getInstanceType(), target.getInstanceProfile(), null, target.getTenancy(), Map.copyOf(target.getTags()),
        actions(build, PostLaunchAction::getAfterTest));
  }

  static Placement ofCutover(Build build) {
    var target = build.target();
    return new Placement(target.getTargetSubnetId(), List.copyOf(target.getTargetSecurityGroupIds()),
        target.getInstanceType(), target.getInstanceProfile(), target.getPrivateIp(), target.getTenancy(),
        Map.copyOf(target.getTags()), actions(build, PostLaunchAction::getAfterCutover));
  }

  private static @Nullable List<LaunchAction> actions(Build build, Predicate<PostLaunchAction> here) {
    return !build.mayHaveActions() ? null : build.target().getPostLaunchActions().stream().filter(here)
        .sorted(Comparator.comparingInt(PostLaunchAction::getOrder)).map(LaunchAction::of).toList();
  }
}
