package dev.convoy.inventory.environments;

import dev.convoy.events.common.PostLaunchAction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place that servers may move to: networks of one account and region.
 *
 * @param roleArn role that the services assume; null = the credentials of the process
 * @param ebsEncryptionKeyArn customer key of the staging disks; null = default encryption
 * @param testSubnets subnets that are isolated by this declaration; tests are launched nowhere else
 * @param targetSubnets subnets of cutover instances; the first is the default
 * @param dns where names of its servers lead; null = no names are switched
 * @param postLaunchActions what MGN runs on launched instances
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
    Defaults defaults,
    @Nullable Dns dns,
    List<DeclaredAction> postLaunchActions) {

  /** Without post-launch actions. */
  public Environment(
      String name, String account, String region, @Nullable String roleArn, String stagingSubnetId,
      List<String> stagingSecurityGroupIds, String replicationServerInstanceType, @Nullable String ebsEncryptionKeyArn,
      List<String> testSubnets, List<String> testSecurityGroupIds, List<String> targetSubnets,
      List<String> targetSecurityGroupIds, Defaults defaults, @Nullable Dns dns) {
    this(name, account, region, roleArn, stagingSubnetId, stagingSecurityGroupIds, replicationServerInstanceType,
        ebsEncryptionKeyArn, testSubnets, testSecurityGroupIds, targetSubnets, targetSecurityGroupIds, defaults, dns, List.of());
  }

  /** Post-launch actions of a server, in their order. */
  public List<PostLaunchAction> actionsOf(DeclaredAction.Subject server) {
    return postLaunchActions.stream().filter(declared -> declared.isFor(server)).map(DeclaredAction::action)
        .sorted(Comparator.comparingInt(PostLaunchAction::getOrder)).toList();
  }

  /** Seconds that a record may be kept for while its name is switched, unless said. */
  static final int USUAL_TTL = 60;

  /**
   * Zones whose names are switched.
   *
   * @param zones by domain, in lower case without a final dot: ids of hosted zones of Route 53, or of a
   *     {@link dev.convoy.kit.core.HookedZone}
   * @param roleArn role for those of Route 53; null = that of the environment
   */
  public record Dns(Map<String, String> zones, @Nullable String roleArn, int ttlSeconds) {

    /** Zone that holds a name: the one with the longest domain; null when none does. */
    public @Nullable String zoneOf(String name) {
      return zones.keySet().stream().filter(domain -> name.equals(domain) || name.endsWith("." + domain))
          .max(Comparator.comparingInt(String::length)).map(zones::get).orElse(null);
    }
  }

  /**
   * What holds for servers of the environment that do not say otherwise; null = the default of Convoy.
   *
   * @param groups what holds for some of them instead, the first that says so
   */
  public record Defaults(
      @Nullable String site,
      @Nullable String linuxCredential,
      @Nullable String windowsCredential,
      @Nullable String quiesceRunbook,
      @Nullable String resumeRunbook,
      @Nullable String instanceType,
      @Nullable String instanceProfile,
      @Nullable String tenancy,
      Map<String, String> tags,
      List<Group> groups) {

    /** Says nothing. */
    public static final Defaults NONE = new Defaults(null, null, null, null, null, null, null, null, Map.of(),
        List.of());

    /** What the first group of this server says, or else the environment; null = neither. */
    public @Nullable String of(String serverSite, @Nullable String application, Function<Group, @Nullable String> said,
        @Nullable String otherwise) {
      return groups.stream().filter(group -> group.holds(serverSite, application)).map(said).filter(Objects::nonNull)
          .findFirst().orElse(otherwise);
    }
  }

  /**
   * Servers of some sites and applications.
   *
   * @param sites empty = every site
   * @param applications empty = every application, and servers without one
   */
  public record Group(
      List<String> sites,
      List<String> applications,
      @Nullable String linuxCredential,
      @Nullable String windowsCredential,
      @Nullable String quiesceRunbook,
      @Nullable String resumeRunbook) {

    boolean holds(String site, @Nullable String application) {
      return (sites.isEmpty() || sites.contains(site))
          && (applications.isEmpty() || application != null && applications.contains(application));
    }
  }
}
