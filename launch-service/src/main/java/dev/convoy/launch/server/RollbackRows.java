package dev.convoy.launch.server;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Lifecycle.Builder;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Rows of the way back: stop the target, save what users wrote there, let the source be resumed, revert. */
final class RollbackRows {

  /** A member, but its source is untouched. */
  private static final Set<Phase> UNTOUCHED = EnumSet.of(Phase.GATHERING, Phase.RESERVED);
  /** In the outage; nothing was launched. */
  private static final Set<Phase> QUIESCED = EnumSet.of(Phase.QUIESCING, Phase.DRAINING, Phase.DRAINED);
  /** A cutover launch was begun; no users yet, unless names lead to it. */
  private static final Set<Phase> LAUNCHED = EnumSet.of(Phase.CUTOVER_LAUNCH, Phase.CUTOVER_REVERT,
      Phase.RELAUNCH_SETTINGS, Phase.CUTOVER_STOP, Phase.CUTOVER_FAILED, Phase.VERIFYING, Phase.VERIFIED);

  private RollbackRows() {}

  static void add(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(Phase.CUTOVER_SETTINGS)
        .when("rollback requested", (s, now) -> Guards.rollbackRequested(s), Phase.ROLLED_BACK,
            TestRows::rolledBackAtOnce);
    table.from(UNTOUCHED)
        .when("group rolls back", (s, now) -> Guards.rollingBack(s), Phase.ROLLED_BACK, RollbackRows::rolledBack);
    table.from(QUIESCED)
        .when("group rolls back", (s, now) -> Guards.rollingBack(s), Phase.RESUMING, RollbackRows::started);
    table.from(Phase.CUTOVER_STOP)
        .when("group rolls back, the stop goes on", (s, now) -> Guards.rollingBack(s) && s.effort().pause() == null,
            Phase.STOP_TARGET, (s, out, now) -> s.effort(s.effort().fresh()));
    table.from(Phase.VERIFIED)
        .when("group rolls back, names may have led users to the target", (s, now) -> Guards.rollingBack(s) && NamesRows.mayLead(s),
            Phase.STOP_SERVING, (s, out, now) -> s.begin());
    table.from(LAUNCHED)
        .when("group rolls back", (s, now) -> Guards.rollingBack(s), Phase.STOP_TARGET, (s, out, now) -> s.begin());
    table.from(Phase.DONE)
        .when("group rolls back", (s, now) -> Guards.rollingBack(s), Phase.STOP_SERVING, (s, out, now) -> s.begin());
    table.from(Phase.FINALIZE)
        .when("group rolls back after a failed finalize",
            (s, now) -> Guards.rollingBack(s) && s.effort().pause() != null, Phase.STOP_SERVING,
            (s, out, now) -> s.begin());
    steps.simple(table, Phase.STOP_TARGET, Phase.RESUMING, (s, r, out, now) -> started(s, out, now));
    table.from(Phase.RESUMING)
        .when("source resumed, launch was begun", (s, now) -> resumed(s) && wasLaunched(s), Phase.REVERT,
            (s, out, now) -> s.begin())
        .when("source resumed", (s, now) -> resumed(s), Phase.ROLLED_BACK, RollbackRows::rolledBack);
    steps.simple(table, Phase.REVERT, Phase.ROLLED_BACK, (s, r, out, now) -> rolledBack(s, out, now));
    table.from(Phase.ROLLED_BACK)
        .when("round raised", (s, now) -> Guards.roundRaised(s) && !s.gates().withdrawn(), Phase.IDLE,
            (s, out, now) -> s.nextRound())
        .when("withdrawn, its test instance is left", (s, now) -> s.gates().withdrawn() && TestRows.isLeft(s), Phase.WITHDRAW_STOP,
            (s, out, now) -> s.begin())
        .when("withdrawn", (s, now) -> s.gates().withdrawn(), Phase.WITHDRAWN, (s, out, now) -> s);
  }

  private static LaunchState started(LaunchState s, Emitter out, Instant now) {
    out.emit(LaunchEvents.rollbackStarted(s, null, now));
    return s;
  }

  /** The source serves again, and its names lead to it, unless that fails and was told. */
  private static boolean resumed(LaunchState s) {
    return s.source().resumedRound() == s.round() && NamesRows.isBack(s);
  }

  private static boolean wasLaunched(LaunchState s) {
    return s.effort().attempt(LaunchEvents.START_CUTOVER) > 0;
  }

  private static LaunchState rolledBack(LaunchState s, Emitter out, Instant now) {
    out.emit(LaunchEvents.rolledBack(s, now));
    return CutoverRows.leave(s, out);
  }
}
