package dev.convoy.launch.server;

import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.SnapshotTarget;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.BACK_OUT_BY;
import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.failedForGood;
import static dev.convoy.launch.server.Facts.held;
import static dev.convoy.launch.server.Facts.lost;
import static dev.convoy.launch.server.Facts.retry;
import static dev.convoy.launch.server.Facts.rollBackNow;
import static dev.convoy.launch.server.Facts.snapshotsWaived;
import static dev.convoy.launch.server.Facts.sourceResumed;
import static dev.convoy.launch.server.Facts.taken;
import static org.assertj.core.api.Assertions.assertThat;

/** The way back from a target that users were on: what they wrote there is kept, and nobody waits for it too long. */
class SnapshotWayTest {

  static final Set<Phase> PHASES = EnumSet.of(Phase.SNAPSHOT, Phase.SAVING);
  private static final Set<String> VISITED = DeciderScenario.coverage();

  @Test
  void the_source_is_resumed_once_the_snapshots_are_taken_and_the_lifecycle_reverted_once_they_are_complete() {
    var s = Journey.snapshot(VISITED).given(held(9)).thenWants(SnapshotTarget.class).thenEvents();
    assertThat(s.wanted(SnapshotTarget.class).instanceId()).isEqualTo(TARGET_INSTANCE);
    assertThat(s.wanted(SnapshotTarget.class).header().act()).as("restoring is not held").isTrue();
    s.when(SnapshotTarget.class, taken(false, "snap-1", "snap-2")).thenEvents(RollbackStarted.class);
    assertThat(s.event(RollbackStarted.class).getSnapshotIds()).containsExactly("snap-1", "snap-2");
    assertThat(s.event(RollbackStarted.class).getUnsaved()).isNull();
    s.given(sourceResumed(1)).thenWants(SnapshotTarget.class);
    s.when(SnapshotTarget.class, taken(false, "snap-1", "snap-2")).thenWants(SnapshotTarget.class);
    s.when(SnapshotTarget.class, taken(true, "snap-1", "snap-2")).thenWants(RevertLifecycle.class);
    s.when(RevertLifecycle.class, done()).thenEvents(RollbackStarted.class, RolledBack.class);
    assertThat(s.event(RolledBack.class).getSnapshotIds()).containsExactly("snap-1", "snap-2");
  }

  @Test
  void snapshots_that_are_complete_at_once_need_no_second_look() {
    var s = Journey.snapshot(VISITED).when(SnapshotTarget.class, taken(true, "snap-1")).thenWants();
    assertThat(s.event(RollbackStarted.class).getSnapshotIds()).containsExactly("snap-1");
  }

  @Test
  void a_target_that_no_user_was_on_is_not_snapshotted() {
    var s = Journey.verifiedTarget(VISITED).given(rollBackNow(1)).when(StopTarget.class, done())
        .given(sourceResumed(1)).thenWants(RevertLifecycle.class);
    assertThat(s.event(RollbackStarted.class).getSnapshotIds()).isEmpty();
  }

  @Test
  void a_failed_snapshot_is_tried_again_and_then_the_source_is_resumed_without() {
    var s = Journey.snapshot(VISITED).when(SnapshotTarget.class, failed()).thenWants()
        .thenEvents(LaunchStepFailed.class).after(Journey.RETRY);
    assertThat(s.wanted(SnapshotTarget.class).header().attempt()).isEqualTo(2);
    s.when(SnapshotTarget.class, failed()).thenWants()
        .thenEvents(LaunchStepFailed.class, LaunchStepFailed.class, RollbackStarted.class);
    assertThat(s.event(LaunchStepFailed.class).getFinal$()).isTrue();
    assertThat(s.event(RollbackStarted.class).getUnsaved()).contains("CVY-4101");
    s.given(sourceResumed(1)).after(Duration.ofDays(1)).thenWants();
    s.given(retry(s.now())).thenWants(SnapshotTarget.class);
    s.when(SnapshotTarget.class, taken(true, "snap-9")).when(RevertLifecycle.class, done());
    assertThat(s.event(RolledBack.class).getSnapshotIds()).containsExactly("snap-9");
  }

  @Test
  void a_missing_permission_keeps_nobody_waiting() {
    Journey.snapshot(VISITED).when(SnapshotTarget.class, failedForGood())
        .thenEvents(LaunchStepFailed.class, RollbackStarted.class);
  }

  @Test
  void an_attempt_that_does_not_end_goes_on_while_the_source_is_resumed() {
    var s = Journey.snapshot(VISITED);
    var first = s.wanted(SnapshotTarget.class).id();
    s.after(Journey.SNAPSHOT_WITHIN.minusSeconds(1)).thenEvents().after(Duration.ofSeconds(1))
        .thenEvents(LaunchStepFailed.class, RollbackStarted.class);
    assertThat(s.event(LaunchStepFailed.class).getFinal$()).isFalse();
    assertThat(s.event(RollbackStarted.class).getUnsaved()).contains("CVY-4154");
    assertThat(s.wanted(SnapshotTarget.class).id()).as("the same attempt").isEqualTo(first);
  }

  @Test
  void the_time_may_be_over_between_two_attempts() {
    var s = Journey.snapshot(VISITED).after(Journey.SNAPSHOT_WITHIN.minusSeconds(30))
        .when(SnapshotTarget.class, failed()).thenWants().after(Duration.ofSeconds(30));
    assertThat(s.wanted(SnapshotTarget.class).header().attempt()).isEqualTo(2);
    s.when(SnapshotTarget.class, failed()).thenWants();
  }

  @Test
  void half_of_what_is_left_of_the_back_out_time_is_for_the_resume() {
    var s = Journey.moved(VISITED).given(rollBackNow(1));
    s.after(Duration.between(s.now(), BACK_OUT_BY.minus(Duration.ofMinutes(6)))).when(StopTarget.class, done())
        .forget().after(Duration.ofMinutes(3).minusSeconds(1)).thenEvents()
        .after(Duration.ofSeconds(1)).thenEvents(LaunchStepFailed.class, RollbackStarted.class);
    var later = Journey.moved(VISITED).given(rollBackNow(1));
    later.after(Duration.ofDays(3)).when(StopTarget.class, done()).forget()
        .after(Journey.SNAPSHOT_WITHIN.minusSeconds(1)).thenEvents();
  }

  @Test
  void a_snapshot_that_breaks_while_it_is_copied_is_taken_again_from_the_stopped_target() {
    var s = Journey.snapshot(VISITED).when(SnapshotTarget.class, taken(false, "snap-1"))
        .when(SnapshotTarget.class, failed()).after(Journey.RETRY).given(sourceResumed(1));
    assertThat(s.wanted(SnapshotTarget.class).header().attempt()).isEqualTo(2);
    s.when(SnapshotTarget.class, failed()).after(Duration.ofDays(1)).thenWants();
    assertThat(s.event(LaunchStepFailed.class).getFinal$()).isTrue();
    s.given(retry(s.now())).when(SnapshotTarget.class, taken(true, "snap-2")).thenWants(RevertLifecycle.class);
  }

  @Test
  void what_is_owed_is_done_without_once_a_person_has_said_so() {
    var s = Journey.snapshot(VISITED).given(snapshotsWaived(1)).when(SnapshotTarget.class, failedForGood()).given(sourceResumed(1))
        .after(Duration.ofDays(1)).thenWants().given(snapshotsWaived(2), snapshotsWaived(0)).after(Duration.ofDays(1)).thenWants();
    s.forget().given(snapshotsWaived(1)).thenWants(RevertLifecycle.class).when(RevertLifecycle.class, done());
    assertThat(s.event(RolledBack.class).getSnapshotIds()).isEmpty();
  }

  @Test
  void an_attempt_that_is_under_way_is_seen_to_its_end_before_it_is_done_without() {
    var late = Journey.snapshot(VISITED).after(Journey.SNAPSHOT_WITHIN).given(sourceResumed(1), snapshotsWaived(1));
    late.thenWants(SnapshotTarget.class).when(SnapshotTarget.class, failed()).thenWants(RevertLifecycle.class);
    var taken = Journey.snapshot(VISITED).when(SnapshotTarget.class, failedForGood()).given(sourceResumed(1)).given(retry(Facts.START))
        .given(snapshotsWaived(1)).thenWants(SnapshotTarget.class);
    taken.when(SnapshotTarget.class, taken(true, "snap-3")).when(RevertLifecycle.class, done());
    assertThat(taken.event(RolledBack.class).getSnapshotIds()).containsExactly("snap-3");
  }

  @Test
  void a_target_that_somebody_terminated_is_told_loudly_and_holds_up_nobody() {
    var s = Journey.snapshot(VISITED).when(SnapshotTarget.class, lost())
        .thenEvents(LaunchStepFailed.class, RollbackStarted.class).thenWants();
    assertThat(s.event(LaunchStepFailed.class).getFinal$()).isTrue();
    assertThat(s.event(RollbackStarted.class).getUnsaved()).contains("CVY-4153");
    Journey.snapshot(VISITED).when(SnapshotTarget.class, failedForGood()).given(sourceResumed(1))
        .given(retry(Facts.START)).when(SnapshotTarget.class, lost()).thenWants(RevertLifecycle.class);
  }

  @AfterAll
  static void every_row_that_leaves_a_snapshot_was_taken() {
    LifecycleChecks.everyRowVisited(Journey.DECIDER.lifecycle(), PHASES::contains, VISITED);
  }
}
