package dev.convoy.replication.adapter.mgn;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.SourceServer;

import static org.assertj.core.api.Assertions.assertThat;

class MgnSightingTest {

  @Test
  void aHealthyServerIsReadWithBothFormsOfTimes() {
    var sighting = MgnSighting.of(SourceServer.builder()
        .sourceServerID("s-13a5b49c3810fa449")
        .lifeCycle(l -> l.state("READY_FOR_TEST").lastSeenByServiceDateTime("2022-08-31T16:42:49.446799+00:00"))
        .dataReplicationInfo(d -> d.dataReplicationState("CONTINUOUS").lagDuration("P0D")
            .etaDateTime("2022-08-31T16:42:49Z")
            .replicatedDisks(
                disk -> disk.totalStorageBytes(60L).replicatedStorageBytes(60L),
                disk -> disk.totalStorageBytes(40L).replicatedStorageBytes(15L).backloggedStorageBytes(3L)))
        .build());
    assertThat(sighting.lag()).isEqualTo(Duration.ZERO);
    assertThat(sighting.lastSeenAt()).isEqualTo(Instant.parse("2022-08-31T16:42:49.446Z"));
    assertThat(sighting.etaAt()).isEqualTo(Instant.parse("2022-08-31T16:42:49Z"));
    assertThat(sighting.percent()).isEqualTo(75);
    assertThat(sighting.backloggedBytes()).isEqualTo(3);
    assertThat(sighting.healthy(Duration.ofMinutes(5))).isTrue();
  }

  @Test
  void aServerWithoutLagIsNotLaunchable() {
    var sighting = MgnSighting.of(SourceServer.builder()
        .lifeCycle(l -> l.state("READY_FOR_TEST"))
        .dataReplicationInfo(d -> d.dataReplicationState("CONTINUOUS"))
        .build());
    assertThat(sighting.lag()).isNull();
    assertThat(sighting.healthy(Duration.ofDays(1))).isFalse();
  }

  @Test
  void anErrorAndAStateThatAreNewerThanThisBuildAreKept() {
    var sighting = MgnSighting.of(SourceServer.builder()
        .dataReplicationInfo(d -> d.dataReplicationState("DREAMING")
            .dataReplicationError(e -> e.error("LOST_IN_SPACE")))
        .build());
    assertThat(sighting.state()).isEqualTo("DREAMING");
    assertThat(sighting.error()).isEqualTo("LOST_IN_SPACE");
  }

  @Test
  void aLongLagIsRead() {
    assertThat(MgnSighting.duration("PT16H20M38.697305S")).isGreaterThan(Duration.ofHours(16));
    assertThat(MgnSighting.duration("soon")).isNull();
  }
}
