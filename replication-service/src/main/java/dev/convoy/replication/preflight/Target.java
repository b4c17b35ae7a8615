package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a server is to be built: the part of TargetSettings that can be looked at beforehand.
 *
 * @param roleArn role that the services assume; null = the credentials of the process
 * @param ebsEncryptionKeyArn customer key of the staging disks; null = EBS's default
 * @param instanceType null = MGN recommends one
 * @param instanceProfile name; null = none
 * @param privateIp planned address of the cutover instance; null = assigned by AWS
 * @param tenancy default, dedicated or host
 */
public record Target(
    String account,
    String region,
    @Nullable String roleArn,
    String stagingSubnetId,
    List<String> stagingSecurityGroupIds,
    String replicationServerInstanceType,
    @Nullable String ebsEncryptionKeyArn,
    String testSubnetId,
    List<String> testSecurityGroupIds,
    String targetSubnetId,
    List<String> targetSecurityGroupIds,
    @Nullable String instanceType,
    @Nullable String instanceProfile,
    @Nullable String privateIp,
    String tenancy) {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]{2,12}){1,3}-\\d");

  /** Lists that are missing are empty. */
  public Target {
    stagingSecurityGroupIds = orEmpty(stagingSecurityGroupIds);
    testSecurityGroupIds = orEmpty(testSecurityGroupIds);
    targetSecurityGroupIds = orEmpty(targetSecurityGroupIds);
    tenancy = Objects.requireNonNullElse(tenancy, "default");
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  AccountKey key() {
    return new AccountKey(account, region, roleArn);
  }

  /** Why it cannot be asked about, if so: its account and region become part of addresses and its role is assumed. */
  public Optional<String> malformed() {
    if (!ACCOUNT.matcher(String.valueOf(account)).matches()) {
      return Optional.of("account '" + account + "' is not an id of 12 digits");
    }
    if (!REGION.matcher(String.valueOf(region)).matches()) {
      return Optional.of("region '" + region + "' is not one");
    }
    if (roleArn != null && !roleArn.contains(":iam::" + account + ":role/")) {
      return Optional.of("role " + roleArn + " is not one of account " + account);
    }
    if (stagingSubnetId == null || replicationServerInstanceType == null || testSubnetId == null
        || targetSubnetId == null) {
      return Optional.of("a staging, test or target subnet, or the type of replication servers, is missing");
    }
    return Optional.empty();
  }
}
