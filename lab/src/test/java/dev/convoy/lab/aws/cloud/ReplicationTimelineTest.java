package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicationTimelineTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ReplicationPlan PLAN = new ReplicationPlan(Duration.ofSeconds(60), Duration.ofSeconds(300),
      Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(20));
  private static final Replication RUNNING = Replication.idle().started(START, PLAN);

  private static ReplicationStatus at(Replication replication, long seconds) {
    return ReplicationTimeline.at(replication, START.plusSeconds(seconds), 3);
  }

  @ParameterizedTest
  @CsvSource({"0,INITIATING", "59,INITIATING", "60,INITIAL_SYNC", "359,INITIAL_SYNC", "360,BACKLOG", "389,BACKLOG",
      "390,CREATING_SNAPSHOT", "449,CREATING_SNAPSHOT", "450,CONTINUOUS", "100000,CONTINUOUS"})
  void replication_goes_through_its_phases_in_order(long seconds, String state) {
    assertThat(at(RUNNING, seconds).state()).isEqualTo(state);
  }

  @Test
  void a_server_is_launchable_from_its_first_snapshot_on_and_not_before() {
    assertThat(at(RUNNING, 449).launchable()).isFalse();
    assertThat(at(RUNNING, 450).launchable()).isTrue();
  }

  @Test
  void the_first_copy_advances_with_time_and_says_when_it_ends() {
    var half = at(RUNNING, 210);

    assertThat(half.copied()).isEqualTo(0.5);
    assertThat(half.eta()).isEqualTo(START.plusSeconds(360));
    assertThat(at(RUNNING, 360).eta()).isNull();
  }

  @Test
  void a_source_that_writes_is_always_a_little_behind() {
    for (var second = 450; second < 520; second++) {
      assertThat(at(RUNNING, second).lag()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
      assertThat(at(RUNNING, second).backlogBytes()).isPositive();
    }
  }

  @Test
  void a_source_that_stopped_writing_is_drained_after_a_while() {
    var quiet = RUNNING.writing(false, START.plusSeconds(500));

    assertThat(at(quiet, 519).lag()).isPositive();
    assertThat(at(quiet, 520).lag()).isZero();
    assertThat(at(quiet, 520).backlogBytes()).isZero();
    assertThat(at(quiet.writing(true, START.plusSeconds(530)), 531).lag()).isPositive();
  }

  @Test
  void saying_again_that_writing_has_stopped_does_not_start_the_drain_anew() {
    var quiet = RUNNING.writing(false, START.plusSeconds(500)).writing(false, START.plusSeconds(515));

    assertThat(at(quiet, 520).lag()).isZero();
  }

  @Test
  void a_pause_halts_the_copy_and_a_resumption_goes_on_where_it_halted() {
    var paused = RUNNING.paused(START.plusSeconds(210));

    assertThat(at(paused, 300).state()).isEqualTo("PAUSED");
    assertThat(at(paused, 300).copied()).isEqualTo(0.5);
    assertThat(at(paused.resumed(START.plusSeconds(1210)), 1210).copied()).isEqualTo(0.5);
  }

  @Test
  void a_planted_stall_stops_the_initiation_until_it_is_started_again() {
    var stalled = Replication.idle().stalled(START, PLAN, "FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER");

    assertThat(at(stalled, 10).state()).isEqualTo("INITIATING");
    assertThat(at(stalled, 5000).state()).isEqualTo("STALLED");
    assertThat(at(stalled, 5000).initiated()).isEqualTo(9);
  }

  @Test
  void a_source_that_is_off_stalls_once_it_is_missed_and_stays_launchable_though_it_falls_behind() {
    var drained = RUNNING.writing(false, START.plusSeconds(500));
    var off = drained.unseen(START.plusSeconds(600), Duration.ofSeconds(60)).unseen(START.plusSeconds(630), Duration.ofSeconds(60));

    assertThat(at(off, 659).state()).isEqualTo("CONTINUOUS");
    assertThat(at(off, 660).state()).isEqualTo("STALLED");
    assertThat(at(off, 660).error()).isEqualTo("AGENT_NOT_SEEN");
    assertThat(at(off, 4200).lag()).isEqualTo(Duration.ofHours(1));
    assertThat(at(off, 4200).launchable()).isTrue();
    assertThat(off.active()).as("it counts against the quota").isTrue();
  }

  @Test
  void a_source_that_comes_back_replicates_where_it_stood() {
    var copying = RUNNING.unseen(START.plusSeconds(150), Duration.ofSeconds(60));

    assertThat(copying.launchableAt()).isNull();
    assertThat(at(copying, 5000).copied()).isEqualTo(0.5);
    assertThat(at(copying.seen(START.plusSeconds(5000)), 5000).copied()).isEqualTo(0.5);
    assertThat(at(copying.seen(START.plusSeconds(5000)), 5000).error()).isNull();
    assertThat(at(RUNNING.unseen(START.plusSeconds(600), Duration.ofSeconds(60)).seen(START.plusSeconds(620)), 4000).state())
        .as("nobody missed it").isEqualTo("CONTINUOUS");
  }

  @Test
  void nobody_misses_the_agent_of_a_server_that_does_not_replicate() {
    var off = Replication.idle().unseen(START, Duration.ofSeconds(60));

    assertThat(at(off, 5000).state()).isEqualTo("STOPPED");
    assertThat(at(RUNNING.disconnected(START).unseen(START, Duration.ofSeconds(60)), 5000).state()).isEqualTo("DISCONNECTED");
  }

  @Test
  void nothing_is_launchable_after_a_disconnect_or_a_stop() {
    assertThat(at(RUNNING.disconnected(START), 5000).launchable()).isFalse();
    assertThat(at(RUNNING.stopped(), 5000).state()).isEqualTo("STOPPED");
  }
}
