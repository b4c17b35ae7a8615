package dev.convoy.replication.preflight;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the role of an account has to be allowed, by the part of Convoy that needs it. The build compares it with the calls
 * in the code and with the policies in {@code deploy/aws/convoy-roles.yml}.
 */
public enum NeededActions {

  /** Is a newly installed agent seen? */
  AGENT(Set.of("mgn:DescribeSourceServers"), Set.of()),

  /** Prepares the account, writes settings, starts and follows replication. Initializing makes a service-linked role. */
  REPLICATION(Set.of("mgn:CreateReplicationConfigurationTemplate", "mgn:DescribeJobs",
      "mgn:DescribeReplicationConfigurationTemplates", "mgn:DescribeSourceServers", "mgn:GetReplicationConfiguration",
      "mgn:InitializeService", "mgn:RetryDataReplication", "mgn:StartReplication", "mgn:UpdateReplicationConfiguration"), Set.of("iam:CreateServiceLinkedRole")),

  /** Launch settings, tests, cutovers, snapshots, images, the lifecycle. Jobs, snapshots and images are tagged as they are made. */
  LAUNCH(Set.of("ec2:CreateImage", "ec2:CreateLaunchTemplateVersion", "ec2:CreateSnapshots", "ec2:DescribeImages",
      "ec2:DescribeInstances", "ec2:DescribeLaunchTemplateVersions", "ec2:DescribeLaunchTemplates", "ec2:DescribeSnapshots", "ec2:ModifyLaunchTemplate",
      "ec2:StopInstances", "mgn:ChangeServerLifeCycleState", "mgn:DescribeJobLogItems", "mgn:DescribeJobs",
      "mgn:DescribeSourceServers", "mgn:FinalizeCutover", "mgn:GetLaunchConfiguration", "mgn:ListSourceServerActions", "mgn:MarkAsArchived",
      "mgn:PutSourceServerAction", "mgn:RemoveSourceServerAction", "mgn:StartCutover", "mgn:StartTest",
      "mgn:TerminateTargetInstances", "mgn:UpdateLaunchConfiguration",
      "route53:ChangeResourceRecordSets", "route53:GetChange", "route53:ListResourceRecordSets"),
      Set.of("ec2:CreateTags", "mgn:TagResource")),

  /** Do launched instances pass EC2's status checks? */
  VALIDATION(Set.of("ec2:DescribeInstanceStatus"), Set.of()),

  /** The checks of an account and of a wave. */
  PREFLIGHT(Set.of("ec2:DescribeHosts", "ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes",
      "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
      "iam:GetInstanceProfile", "iam:SimulatePrincipalPolicy", "kms:DescribeKey",
      "mgn:DescribeLaunchConfigurationTemplates", "mgn:DescribeSourceServers", "route53:GetHostedZone", "route53:ListResourceRecordSets",
      "servicequotas:ListAWSDefaultServiceQuotas", "servicequotas:ListServiceQuotas", "ssm:DescribeDocument"), Set.of());

  /** What EBS does with a customer key on behalf of whoever has MGN make volumes and snapshots with it. */
  static final List<String> ON_KEY = List.of("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt",
      "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo");

  /** What an installer needs first of all that AWSApplicationMigrationAgentInstallationPolicy grants. */
  static final List<String> OF_INSTALLER = List.of("mgn:GetAgentInstallationAssetsForMgn", "mgn:RegisterAgentForMgn",
      "mgn:TagResource");

  private final Set<String> called;
  private final Set<String> implied;

  NeededActions(Set<String> called, Set<String> implied) {
    this.called = called;
    this.implied = implied;
  }

  /** Actions of the calls that the code makes. */
  public Set<String> called() {
    return called;
  }

  /** Actions that AWS wants besides for what these calls do. */
  public Set<String> implied() {
    return implied;
  }

  /** All of all parts, sorted, but for those on hosted zones: only some accounts have zones, and only these are granted. */
  public static List<String> all() {
    return Arrays.stream(values()).flatMap(part -> Stream.concat(part.called.stream(), part.implied.stream()))
        .filter(action -> !action.startsWith("route53:")).distinct().sorted().toList();
  }
}
