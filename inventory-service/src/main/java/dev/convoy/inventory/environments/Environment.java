package dev.convoy.inventory.environments;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place that servers may move to: networks of one account and region.
 *
 * @param roleArn role that the services assume; null = the credentials of the process
 * @param ebsEncryptionKeyArn customer key of the staging disks; null = default encryption
 * @param testSubnets subnets that are isolated by this declaration; tests are launched nowhere else
 * @param targetSubnets subnets of cutover instances; the first is the default
 */
public record Environment(
    String name,
    String account,
    String region,
    @Nullable String roleArn,
    String stagingSubnetId,
    List<String> stagingSecurityGroupIds,
    String replicationServerInstanceType,
    @Nullable String ebsEncryptionKeyArn,
    List<String> testSubnets,
    List<String> testSecurityGroupIds,
    List<String> targetSubnets,
    List<String> targetSecurityGroupIds,
    Defaults defaults) {

  /** What holds for servers of the environment that do not say otherwise; null = the default of Convoy. */
  public record Defaults(
      @Nullable String site,
      @Nullable String linuxCredential,
      @Nullable String windowsCredential,
      @Nullable String quiesceRunbook,
      @Nullable String resumeRunbook,
      @Nullable String instanceType,
      @Nullable String instanceProfile,
      @Nullable String tenancy,
      Map<String, String> tags) {

    /** Says nothing. */
    public static final Defaults NONE = new Defaults(null, null, null, null, null, null, null, null, Map.of());
  }
}
