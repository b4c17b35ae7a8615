package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.HookedZone;
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
 * @param dns names that lead to it; null = none
 * @param postLaunchActions what MGN runs on its instances
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
    String tenancy,
    @Nullable Dns dns,
    List<Action> postLaunchActions) {

  /**
   * Names in hosted zones.
   *
   * @param roleArn role for the zones; null = the credentials of the process
   */
  public record Dns(List<Name> names, @Nullable String roleArn) {
    public Dns {
      names = orEmpty(names);
    }
  }

  /**
   * A post-launch action, as far as it matters here.
   *
   * @param document SSM document, by name or ARN; null = not said by whoever asks
   * @param documentVersion null = the default one
   */
  public record Action(String name, @Nullable String document, @Nullable String documentVersion) {

    /** Its document as it is looked for; empty where it is not said. */
    Optional<SsmDocument> wanted() {
      return Optional.ofNullable(document)
          .map(named -> new SsmDocument(named, Objects.requireNonNullElse(documentVersion, SsmDocument.DEFAULT)));
    }
  }

  /** A name, and the zone that holds it: of Route 53, or a {@link HookedZone}. */
  public record Name(String name, String zoneId) {}

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ZONE = Pattern.compile("[A-Z0-9]{1,32}");
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]{2,12}){1,3}-\\d");

  /** Lists that are missing are empty. */
  public Target {
    stagingSecurityGroupIds = orEmpty(stagingSecurityGroupIds);
    testSecurityGroupIds = orEmpty(testSecurityGroupIds);
    targetSecurityGroupIds = orEmpty(targetSecurityGroupIds);
    tenancy = Objects.requireNonNullElse(tenancy, "default");
    postLaunchActions = orEmpty(postLaunchActions);
  }

  /** Without names and actions. */
  public Target(String account, String region, @Nullable String roleArn, String stagingSubnetId,
      List<String> stagingSecurityGroupIds, String replicationServerInstanceType, @Nullable String ebsEncryptionKeyArn,
      String testSubnetId, List<String> testSecurityGroupIds, String targetSubnetId, List<String> targetSecurityGroupIds,
      @Nullable String instanceType, @Nullable String instanceProfile, @Nullable String privateIp, String tenancy) {
    this(account, region, roleArn, stagingSubnetId, stagingSecurityGroupIds, replicationServerInstanceType, ebsEncryptionKeyArn,
        testSubnetId, testSecurityGroupIds, targetSubnetId, targetSecurityGroupIds, instanceType, instanceProfile, privateIp,
        tenancy, null, List.of());
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** The same with these names. */
  public Target naming(Dns other) {
    return new Target(account, region, roleArn, stagingSubnetId, stagingSecurityGroupIds, replicationServerInstanceType,
        ebsEncryptionKeyArn, testSubnetId, testSecurityGroupIds, targetSubnetId, targetSecurityGroupIds, instanceType,
        instanceProfile, privateIp, tenancy, other, postLaunchActions);
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
    if (dns != null && dns.names().stream().anyMatch(name -> name.name() == null || name.zoneId() == null
        || !ZONE.matcher(name.zoneId()).matches() && HookedZone.of(name.zoneId()).isEmpty())) {
      return Optional.of("a name of " + dns.names() + " lacks its hosted zone");
    }
    return dns != null && dns.roleArn() != null && !ROLE.matcher(dns.roleArn()).matches()
        ? Optional.of("role " + dns.roleArn() + " of the zones is none") : Optional.empty();
  }
}
