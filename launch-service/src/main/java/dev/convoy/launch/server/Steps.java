package dev.convoy.launch.server;

import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.time.Instant;

/** What the rows of the table have in common: retries, slots, failures. */
final class Steps {

  private static final String SLOTS = "launch.slot-requests";

  private final Backoff backoff;

  Steps(Backoff backoff) {
    this.backoff = backoff;
  }

  /** Says that an attempt has failed, finally or not. */
  interface Failed {
    void emit(LaunchState state, StepFailed outcome, boolean last, Emitter out, Instant now);
  }

  /** Rows of a phase whose operation simply ends: done, again after a pause, given up until a person asks. */
  Lifecycle.From<Phase, LaunchState, LaunchOutcome> simple(
      Lifecycle.Builder<Phase, LaunchState, LaunchOutcome> table, Phase phase, Phase next,
      Lifecycle.OutcomeEffect<LaunchState, StepDone> done) {
    return retried(table.from(phase).on(StepDone.class, next,
        (s, r, out, now) -> done.apply(s.launches(s.launches().ended(r.jobId())), r, out, now)),
        phase, phase, (s, r, last, out, now) -> out.emit(LaunchEvents.stepFailed(s, phase.kind(), r.failure(), last, now)));
  }

  /** Rows of a failed operation that is tried again, from the phase {@code back}. */
  Lifecycle.From<Phase, LaunchState, LaunchOutcome> retried(
      Lifecycle.From<Phase, LaunchState, LaunchOutcome> rows, Phase phase, Phase back, Failed failed) {
    var more = failing(rows, back, back, failed);
    return phase == back ? more.when("again", (s, now) -> s.effort().isDue(now), phase, (s, out, now) -> s.again(now))
        : more;
  }

  /** Rows of a failed operation: to {@code back} while tries are left, else to {@code end} until a person asks. */
  Lifecycle.From<Phase, LaunchState, LaunchOutcome> failing(
      Lifecycle.From<Phase, LaunchState, LaunchOutcome> rows, Phase back, Phase end, Failed failed) {
    return rows
        .on(StepFailed.class, "tries left", this::triesLeft, back, (s, r, out, now) -> {
          failed.emit(s, r, false, out, now);
          return ended(s, r, out).effort(s.effort().after(backoff, now));
        })
        .on(StepFailed.class, "given up", (s, r) -> !triesLeft(s, r), end, (s, r, out, now) -> {
          failed.emit(s, r, true, out, now);
          return ended(s, r, out).effort(s.effort().parked());
        });
  }

  /** The job of the attempt has ended, so its slot is free: the next attempt asks for its own. */
  private static LaunchState ended(LaunchState s, StepFailed outcome, Emitter out) {
    var launches = s.launches().ended(outcome.jobId());
    return releaseSlot(s.launches(isLaunch(outcome) ? launches.underWay(false).failed(outcome.instanceId()) : launches), out);
  }

  private static boolean isLaunch(StepFailed outcome) {
    var kind = outcome.header().kind();
    return kind.equals(LaunchEvents.START_TEST) || kind.equals(LaunchEvents.START_CUTOVER);
  }

  private boolean triesLeft(LaunchState s, StepFailed outcome) {
    return !outcome.failure().permanent() && backoff.allowsAfter(s.effort().tries());
  }

  /** The launch that the phase carries out is under way from now on. */
  static LaunchState launching(LaunchState s) {
    return s.launches(s.launches().underWay(true));
  }

  /** Asks for a slot for the next attempt of an operation. */
  static LaunchState requestSlot(LaunchState s, Purpose purpose, String kind, Emitter out) {
    int attempt = s.effort().attempt(kind) + 1;
    out.send(SLOTS, Parameters.account(s).limitKey(), new RequestSlots(
        s.serverId(), false, purpose, s.round(), attempt, 1, Parameters.build(s).waveId()));
    return s.slot(new LaunchState.Slot(purpose, s.round(), attempt, false));
  }

  /** Gives the server's slot back, if it has or waits for one. */
  static LaunchState releaseSlot(LaunchState s, Emitter out) {
    var slot = s.slot();
    if (slot == null) {
      return s;
    }
    out.send(SLOTS, Parameters.account(s).limitKey(),
        new ReleaseSlots(s.serverId(), slot.purpose(), slot.round(), slot.attempt(), 0));
    return s.slot(null);
  }

  static Failure failure(String code, String message, String remedy) {
    return new Failure(code, message, remedy, true);
  }
}
