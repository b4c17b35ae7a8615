package dev.convoy.replication.adapter.mgn;

import dev.convoy.replication.server.StagingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.GetReplicationConfigurationResponse;

import static org.assertj.core.api.Assertions.assertThat;

class MgnStagingTest {

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    for (var settings : List.of(staging(null), staging("arn:aws:kms:eu-central-1:111122223333:key/1"))) {
      var written = MgnStaging.update("s-1", settings);
      assertThat(MgnStaging.read(GetReplicationConfigurationResponse.builder()
          .stagingAreaSubnetId(written.stagingAreaSubnetId())
          .replicationServersSecurityGroupsIDs(written.replicationServersSecurityGroupsIDs())
          .replicationServerInstanceType(written.replicationServerInstanceType())
          .ebsEncryption(written.ebsEncryption()).ebsEncryptionKeyArn(written.ebsEncryptionKeyArn())
          .dataPlaneRouting(written.dataPlaneRouting())
          .build())).isEqualTo(settings);
    }
  }

  @Test
  void theKeyThatEbsUsesByDefaultIsNoKeyOfTheCustomer() {
    assertThat(MgnStaging.read(GetReplicationConfigurationResponse.builder()
        .ebsEncryption("DEFAULT").ebsEncryptionKeyArn("arn:aws:kms:eu-central-1:111122223333:key/ebs")
        .build()).encryptionKeyArn()).isNull();
  }

  private static StagingSettings staging(@Nullable String key) {
    return new StagingSettings("subnet-1", List.of("sg-1", "sg-2"), "t3.small", key, true);
  }
}
