package dev.convoy.replication.adapter.mgn;

import dev.convoy.replication.server.StagingSettings;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.CreateReplicationConfigurationTemplateRequest;
import software.amazon.awssdk.services.mgn.model.CreateReplicationConfigurationTemplateResponse;
import software.amazon.awssdk.services.mgn.model.GetReplicationConfigurationResponse;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationDataPlaneRouting;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationDefaultLargeStagingDiskType;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationEbsEncryption;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationTemplate;
import software.amazon.awssdk.services.mgn.model.UpdateReplicationConfigurationRequest;

/** Staging settings in MGN's shapes. The template and the server's own configuration have the same fields. */
final class MgnStaging {

  private static final Map<String, String> STAGING_TAGS = Map.of("convoy:managed", "true");

  private MgnStaging() {}

  /** All eleven required fields; no public address where data flows privately. */
  static CreateReplicationConfigurationTemplateRequest template(StagingSettings s) {
    return CreateReplicationConfigurationTemplateRequest.builder()
        .stagingAreaSubnetId(s.subnetId())
        .associateDefaultSecurityGroup(s.securityGroupIds().isEmpty())
        .replicationServersSecurityGroupsIDs(s.securityGroupIds())
        .replicationServerInstanceType(s.instanceType())
        .useDedicatedReplicationServer(false)
        .defaultLargeStagingDiskType(ReplicationConfigurationDefaultLargeStagingDiskType.GP3)
        .ebsEncryption(encryption(s))
        .ebsEncryptionKeyArn(s.encryptionKeyArn())
        .bandwidthThrottling(0L)
        .dataPlaneRouting(routing(s))
        .createPublicIP(!s.privateRouting())
        .stagingAreaTags(STAGING_TAGS)
        .build();
  }

  static UpdateReplicationConfigurationRequest update(String sourceServerId, StagingSettings s) {
    return UpdateReplicationConfigurationRequest.builder()
        .sourceServerID(sourceServerId)
        .stagingAreaSubnetId(s.subnetId())
        .associateDefaultSecurityGroup(s.securityGroupIds().isEmpty())
        .replicationServersSecurityGroupsIDs(s.securityGroupIds())
        .replicationServerInstanceType(s.instanceType())
        .ebsEncryption(encryption(s))
        .ebsEncryptionKeyArn(s.encryptionKeyArn())
        .dataPlaneRouting(routing(s))
        .createPublicIP(!s.privateRouting())
        .build();
  }

  static StagingSettings read(GetReplicationConfigurationResponse r) {
    return new StagingSettings(text(r.stagingAreaSubnetId()), r.replicationServersSecurityGroupsIDs(),
        text(r.replicationServerInstanceType()), key(r.ebsEncryption(), r.ebsEncryptionKeyArn()),
        isPrivate(r.dataPlaneRouting()));
  }

  static StagingSettings read(ReplicationConfigurationTemplate t) {
    return new StagingSettings(text(t.stagingAreaSubnetId()), t.replicationServersSecurityGroupsIDs(),
        text(t.replicationServerInstanceType()), key(t.ebsEncryption(), t.ebsEncryptionKeyArn()),
        isPrivate(t.dataPlaneRouting()));
  }

  static StagingSettings read(CreateReplicationConfigurationTemplateResponse t) {
    return new StagingSettings(text(t.stagingAreaSubnetId()), t.replicationServersSecurityGroupsIDs(),
        text(t.replicationServerInstanceType()), key(t.ebsEncryption(), t.ebsEncryptionKeyArn()),
        isPrivate(t.dataPlaneRouting()));
  }

  private static boolean isPrivate(@Nullable ReplicationConfigurationDataPlaneRouting routing) {
    return routing == ReplicationConfigurationDataPlaneRouting.PRIVATE_IP;
  }

  private static ReplicationConfigurationDataPlaneRouting routing(StagingSettings s) {
    return s.privateRouting() ? ReplicationConfigurationDataPlaneRouting.PRIVATE_IP
        : ReplicationConfigurationDataPlaneRouting.PUBLIC_IP;
  }

  private static ReplicationConfigurationEbsEncryption encryption(StagingSettings s) {
    return s.encryptionKeyArn() == null ? ReplicationConfigurationEbsEncryption.DEFAULT
        : ReplicationConfigurationEbsEncryption.CUSTOM;
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  /** Only a customer key counts: MGN may name the key that EBS uses by default. */
  private static @Nullable String key(
      @Nullable ReplicationConfigurationEbsEncryption encryption, @Nullable String keyArn) {
    return encryption == ReplicationConfigurationEbsEncryption.CUSTOM ? keyArn : null;
  }
}
