package dev.convoy.kit.aws;

import java.util.Map;
import java.util.Set;

/**
 * The calls of AWS that change nothing and that the services make. Whatever is not named here counts as a change, also
 * what a later release of AWS adds.
 */
final class Reads {

  private static final Map<String, Set<String>> BY_SERVICE = Map.of(
      "Mgn", Set.of("DescribeJobLogItems", "DescribeJobs", "DescribeLaunchConfigurationTemplates",
          "DescribeReplicationConfigurationTemplates", "DescribeSourceServers", "GetLaunchConfiguration",
          "GetReplicationConfiguration", "ListSourceServerActions"),
      "Ec2", Set.of("DescribeHosts", "DescribeImages", "DescribeInstanceStatus", "DescribeInstanceTypeOfferings", "DescribeInstanceTypes",
          "DescribeInstances", "DescribeLaunchTemplateVersions", "DescribeLaunchTemplates", "DescribeNetworkInterfaces",
          "DescribeSecurityGroups", "DescribeSnapshots", "DescribeSubnets"),
      // AssumeRole is the way into an account and gives nothing away but time-limited credentials to ourselves.
      "Sts", Set.of("AssumeRole", "GetCallerIdentity"),
      "Iam", Set.of("GetInstanceProfile", "SimulatePrincipalPolicy"),
      "Route53", Set.of("GetChange", "GetHostedZone", "ListResourceRecordSets"),
      "Kms", Set.of("DescribeKey"),
      "ServiceQuotas", Set.of("ListAWSDefaultServiceQuotas", "ListServiceQuotas"),
      "Ssm", Set.of("DescribeDocument"),
      "SecretsManager", Set.of("GetSecretValue"));

  private Reads() {}

  /**
   * Whether an operation changes nothing.
   *
   * @param service as the SDK's interceptors see it: {@code Ec2}
   * @param operation as AWS names it: {@code DescribeInstances}
   */
  static boolean contains(String service, String operation) {
    return BY_SERVICE.getOrDefault(service, Set.of()).contains(operation);
  }

  /** All of them, by service. */
  static Map<String, Set<String>> all() {
    return BY_SERVICE;
  }
}
