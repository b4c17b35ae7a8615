package dev.convoy.lab.run;

import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.fleetplan.LabNetwork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateDriftTest {
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private AwsSimulator aws;
  private MgnClient mgn;
  private TemplateDrift drift;

  @BeforeEach
  void start() {
    aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSeed(1));
    mgn = MgnClient.builder().endpointOverride(aws.endpoint()).region(Region.of(LabNetwork.REGION)).credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALAB", "secret"))).build();
    drift = new TemplateDrift(aws.endpoint(), LabNetwork.account(0), LabNetwork.REGION, () -> now);
  }

  @AfterEach
  void stop() {
    mgn.close();
    aws.close();
  }

  private void prepare() {
    mgn.initializeService(request -> {});
    mgn.createReplicationConfigurationTemplate(request -> request.associateDefaultSecurityGroup(true).bandwidthThrottling(0L)
        .createPublicIP(false).dataPlaneRouting("PRIVATE_IP").defaultLargeStagingDiskType("GP3").ebsEncryption("DEFAULT")
        .replicationServerInstanceType("t3.small").replicationServersSecurityGroupsIDs(List.of())
        .stagingAreaSubnetId(LabNetwork.stagingSubnet(0)).stagingAreaTags(Map.of("team", "migration"))
        .useDedicatedReplicationServer(false));
  }

  private List<ReplicationConfigurationTemplate> templates() {
    return mgn.describeReplicationConfigurationTemplates(request -> {}).items();
  }

  @Test
  void itIsChangedOnceItIsThere() {
    drift.apply();
    prepare();
    drift.apply();
    assertThat(templates()).singleElement().extracting(ReplicationConfigurationTemplate::replicationServerInstanceType)
        .isEqualTo("m5.large");
  }

  @Test
  void oneThatWasDeletedIsPutBackWhereNobodyElseDoes() {
    assertThat(drift.delete()).isFalse();
    prepare();
    drift.apply();
    assertThat(drift.delete()).isTrue();
    now = now.plusSeconds(30);
    drift.apply();
    assertThat(templates()).isEmpty();
    now = now.plusSeconds(1);
    drift.apply();
    assertThat(templates()).singleElement().satisfies(each -> {
      assertThat(each.replicationServerInstanceType()).isEqualTo("m5.large");
      assertThat(each.stagingAreaSubnetId()).isEqualTo(LabNetwork.stagingSubnet(0));
      assertThat(each.stagingAreaTags()).containsEntry("team", "migration");
    });
  }

  @Test
  void oneThatSomebodyElseHasMadeAnewIsChangedAndStaysTheOnlyOne() {
    prepare();
    drift.apply();
    drift.delete();
    prepare();
    drift.apply();
    now = now.plusSeconds(31);
    drift.apply();
    assertThat(templates()).singleElement().extracting(ReplicationConfigurationTemplate::replicationServerInstanceType)
        .isEqualTo("m5.large");
  }
}
