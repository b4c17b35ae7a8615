package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a source server stands, and its last test and cutover. */
public record LifeCycle(LifeCycleState state, Instant addedAt, @Nullable Launch lastTest, @Nullable Launch lastCutover) {

  /** A test or cutover: when its call was made and by which job, and when it was reverted or finalized. */
  public record Launch(
      Instant initiatedAt, String jobId, @Nullable Instant revertedAt, @Nullable Instant finalizedAt) {

    static Launch initiated(Instant now, String jobId) {
      return new Launch(now, jobId, null, null);
    }

    Launch reverted(Instant now) {
      return new Launch(initiatedAt, jobId, now, finalizedAt);
    }

    Launch concluded(Instant now) {
      return new Launch(initiatedAt, jobId, revertedAt, now);
    }
  }

  /** The same in another state. */
  public LifeCycle in(LifeCycleState next) {
    return new LifeCycle(next, addedAt, lastTest, lastCutover);
  }

  /** After StartTest. */
  public LifeCycle testing(Instant now, String jobId) {
    return new LifeCycle(LifeCycleState.TESTING, addedAt, Launch.initiated(now, jobId), lastCutover);
  }

  /** After StartCutover. */
  public LifeCycle cuttingOver(Instant now, String jobId) {
    return new LifeCycle(LifeCycleState.CUTTING_OVER, addedAt, lastTest, Launch.initiated(now, jobId));
  }

  /** After ChangeServerLifeCycleState or FinalizeCutover: notes what that reverts or finalizes. */
  public LifeCycle changed(LifeCycleState next, Instant now) {
    var test = lastTest;
    var cutover = lastCutover;
    if (test != null && next == LifeCycleState.READY_FOR_TEST) {
      test = test.reverted(now);
    }
    if (test != null && next == LifeCycleState.READY_FOR_CUTOVER && state == LifeCycleState.TESTING) {
      test = test.concluded(now);
    }
    if (cutover != null && state == LifeCycleState.CUTTING_OVER) {
      cutover = next == LifeCycleState.CUTOVER ? cutover.concluded(now) : cutover.reverted(now);
    }
    return new LifeCycle(next, addedAt, test, cutover);
  }
}
