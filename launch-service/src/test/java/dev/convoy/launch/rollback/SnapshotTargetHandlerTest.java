package dev.convoy.launch.rollback;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.server.LaunchOperation.SnapshotTarget;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.SnapshotsTaken;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchOutcome.TargetLost;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.target.TargetSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotTargetHandlerTest {

  private static final SnapshotTarget OPERATION = new SnapshotTarget(
      Operations.header("s-1", "SnapshotTarget"), Operations.ACCOUNT, "s-1", "i-1");

  private final FakeAccount account = new FakeAccount();
  private final SnapshotTargetHandler handler =
      new SnapshotTargetHandler(account.targets(), Operations.TIMES, Operations.CLOCK);

  @Test
  void all_volumes_are_snapshotted_and_told_when_taken_and_when_complete() {
    instance("stopped");
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(account.snapshots.get(OPERATION.id())).extracting(TargetSnapshot::volumeId)
        .containsExactlyInAnyOrder("vol-1", "vol-2");
    var running = (Observation.Running<LaunchOutcome>) observe();
    assertThat(running.progress()).isInstanceOfSatisfying(SnapshotsTaken.class, taken -> {
      assertThat(taken.complete()).isFalse();
      assertThat(taken.snapshotIds()).hasSize(2);
    });
    snapshots("completed", "completed");
    assertThat(ended()).isInstanceOfSatisfying(SnapshotsTaken.class, taken ->
        assertThat(taken.complete()).isTrue());
  }

  @Test
  void what_a_lost_call_has_taken_is_adopted() {
    instance("stopped");
    snapshots("completed", "pending");
    assertThat(observe()).isInstanceOf(Observation.Running.class);
    assertThat(account.calls).doesNotContain("CreateSnapshots i-1");
  }

  @Test
  void a_snapshot_that_breaks_is_a_failure_that_may_pass() {
    instance("stopped");
    snapshots("completed", "error");
    assertThat(failure().code()).isEqualTo("CVY-4152");
    assertThat(failure().permanent()).isFalse();
  }

  @Test
  void a_volume_without_a_snapshot_is_waited_for_and_then_a_failure() {
    instance("stopped");
    account.snapshots.put(OPERATION.id(), List.of(new TargetSnapshot("snap-1", "vol-1", "completed", "")));
    assertThat(observe(early())).isInstanceOf(Observation.Running.class);
    assertThat(failure().message()).contains("vol-2");
  }

  @Test
  void a_target_that_is_gone_is_believed_late() {
    assertThat(observe(early())).isInstanceOf(Observation.Running.class);
    assertThat(ended()).isInstanceOf(TargetLost.class);
    instance("terminated");
    assertThat(ended()).isInstanceOf(TargetLost.class);
    snapshots("completed", "completed");
    assertThat(ended()).as("it was snapshotted before").isInstanceOf(SnapshotsTaken.class);
  }

  @Test
  void a_target_that_runs_again_is_not_snapshotted() {
    instance("running");
    assertThat(observe(early())).isInstanceOf(Observation.Running.class);
    assertThat(failure().code()).isEqualTo("CVY-4155");
  }

  @Test
  void a_missing_permission_lasts_and_a_quota_may_pass() {
    instance("stopped");
    account.next = FakeAccount.refusal("UnauthorizedOperation", "You are not authorized");
    assertThat(refusal()).returns(true, Failure::permanent).returns("CVY-4151", Failure::code);
    account.next = FakeAccount.refusal("SnapshotLimitExceeded", "too many");
    assertThat(refusal()).returns(false, Failure::permanent).returns("CVY-4151", Failure::code);
    account.hidden = true;
    assertThat(failure()).returns(true, Failure::permanent).returns("CVY-4151", Failure::code);
  }

  @Test
  void what_may_have_been_accepted_is_looked_for() {
    instance("stopped");
    account.next = new Answer.Unknown<String>("lost");
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    account.next = new Answer.Throttled<String>(Duration.ofSeconds(2));
    assertThat(act()).isEqualTo(new Acted.NotAccepted<LaunchOutcome>(Duration.ofSeconds(2)));
  }

  private void instance(String state) {
    account.instances.put("i-1",
        new TargetInstance("i-1", state, "127.62.0.1", "subnet-target", Set.of(), Set.of("vol-1", "vol-2")));
  }

  private void snapshots(String first, String second) {
    account.snapshots.put(OPERATION.id(), List.of(new TargetSnapshot("snap-1", "vol-1", first, ""),
        new TargetSnapshot("snap-2", "vol-2", second, "")));
  }

  private SnapshotTargetHandler early() {
    return new SnapshotTargetHandler(account.targets(), Operations.TIMES,
        Clock.fixed(OPERATION.header().requestedAt().plusSeconds(1), ZoneOffset.UTC));
  }

  private Observation<LaunchOutcome> observe() {
    return observe(handler);
  }

  private static Observation<LaunchOutcome> observe(SnapshotTargetHandler by) {
    return by.observe(List.of(OPERATION)).getOrDefault(OPERATION.id(), new Observation.NotDone<>());
  }

  private LaunchOutcome ended() {
    return ((Observation.Ended<LaunchOutcome>) observe()).outcome();
  }

  private Failure failure() {
    return ((StepFailed) ended()).failure();
  }

  private Failure refusal() {
    return ((StepFailed) ((Acted.Ended<LaunchOutcome>) act()).outcome()).failure();
  }

  private Acted<LaunchOutcome> act() {
    return handler.act(List.of(OPERATION)).getOrDefault(OPERATION.id(), new Acted.NotAccepted<>(null));
  }
}
