package dev.convoy.replication.server;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.DataReplicationErrorString;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicationErrorTest {

  @Test
  void everyErrorOfMgnHasACauseAndARemedyOfItsOwn() {
    var known = DataReplicationErrorString.knownValues();
    assertThat(known).hasSize(16).allSatisfy(error ->
        assertThat(ReplicationError.of(error.toString())).isNotEqualTo(ReplicationError.UNKNOWN));
    assertThat(Arrays.stream(ReplicationError.values()).map(ReplicationError::code)).doesNotHaveDuplicates();
    assertThat(ReplicationError.of("NEWER")).isEqualTo(ReplicationError.UNKNOWN);
  }
}
