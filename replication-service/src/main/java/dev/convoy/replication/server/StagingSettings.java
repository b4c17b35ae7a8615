package dev.convoy.replication.server;

import dev.convoy.events.common.TargetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a server replicates: the part of MGN's replication configuration that the environment decides.
 *
 * @param securityGroupIds of the replication servers, sorted; empty = MGN's default group
 * @param encryptionKeyArn customer key of the staging disks; null = EBS's default. Never changed after the start
 * @param privateRouting true = data flows over private addresses (VPN, Direct Connect), false = over public ones
 */
public record StagingSettings(
    String subnetId,
    List<String> securityGroupIds,
    String instanceType,
    @Nullable String encryptionKeyArn,
    boolean privateRouting) {

  public StagingSettings {
    securityGroupIds = securityGroupIds.stream().sorted().toList();
  }

  public static StagingSettings of(TargetSettings target, boolean privateRouting) {
    return new StagingSettings(target.getStagingSubnetId(), target.getStagingSecurityGroupIds(),
        target.getReplicationServerInstanceType(), target.getEbsEncryptionKeyArn(), privateRouting);
  }

  /** What differs in the other settings, for a person; empty when they are the same. */
  public List<String> differences(StagingSettings other) {
    var found = new ArrayList<String>();
    compare(found, "subnet", subnetId, other.subnetId);
    compare(found, "security groups", securityGroupIds, other.securityGroupIds);
    compare(found, "instance type", instanceType, other.instanceType);
    compare(found, "encryption key", encryptionKeyArn, other.encryptionKeyArn);
    compare(found, "private routing", privateRouting, other.privateRouting);
    return found;
  }

  private static void compare(List<String> found, String name, @Nullable Object wanted, @Nullable Object seen) {
    if (!Objects.equals(wanted, seen)) {
      found.add(name + " is " + seen + ", wanted " + wanted);
    }
  }
}
