package dev.convoy.launch.settings;

import dev.convoy.launch.server.Placement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of an EC2 launch template, as far as it matters here.
 *
 * @param subnetId empty if it names none
 * @param tags by resource type: instance, volume, …
 */
public record TemplateVersion(
    long number,
    String subnetId,
    Set<String> securityGroupIds,
    @Nullable String instanceType,
    @Nullable String instanceProfile,
    @Nullable String privateIp,
    String tenancy,
    Map<String, Map<String, String>> tags) {

  /** What the placement leaves open may be as it is. */
  boolean fits(Placement wanted) {
    return subnetId.equals(wanted.subnetId())
        && securityGroupIds.equals(Set.copyOf(wanted.securityGroupIds()))
        && (wanted.instanceType() == null || wanted.instanceType().equals(instanceType))
        && (wanted.instanceProfile() == null || wanted.instanceProfile().equals(instanceProfile))
        && Objects.equals(wanted.privateIp(), privateIp)
        && wanted.tenancy().equals(tenancy)
        && tags.getOrDefault("instance", Map.of()).entrySet().containsAll(wanted.tags().entrySet());
  }
}
