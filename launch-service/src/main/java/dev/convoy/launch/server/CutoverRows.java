package dev.convoy.launch.server;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle.Builder;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.movegroup.MoveMessage.Progress;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.InstanceMisplaced;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows from the cutover gate to the archive. */
final class CutoverRows {

  private static final String MOVES = "launch.move-requests";
  private static final Set<Phase> LAUNCHING =
      EnumSet.of(Phase.CUTOVER_LAUNCH, Phase.CUTOVER_REVERT, Phase.RELAUNCH_SETTINGS);
  private static final Set<Phase> BEGUN = EnumSet.of(Phase.CUTOVER_LAUNCH, Phase.CUTOVER_REVERT, Phase.RELAUNCH_SETTINGS,
      Phase.VERIFYING, Phase.VERIFIED);

  private CutoverRows() {}

  static void add(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    gather(table, steps);
    quiesce(table);
    launch(table, steps);
    relaunch(table, steps);
    quiescedAnew(table);
    complete(table, steps);
  }

  private static void gather(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(Phase.READY)
        .when("cutover gate open", (s, now) -> Guards.mayCutOver(s, now) && NamesRows.isPrepared(s), Phase.CUTOVER_SETTINGS,
            (s, out, now) -> s.launches(s.launches().windowOver(false)).begin());
    steps.retried(table.from(Phase.CUTOVER_SETTINGS)
        .when("no longer authorized", (s, now) -> !Guards.authorized(s, now), Phase.READY, (s, out, now) -> s)
        .on(LaunchConfigured.class, Phase.GATHERING, CutoverRows::join),
        Phase.CUTOVER_SETTINGS, Phase.CUTOVER_SETTINGS, (s, r, last, out, now) ->
            out.emit(LaunchEvents.stepFailed(s, Phase.CUTOVER_SETTINGS.kind(), r.failure(), last, now)));
    table.from(Phase.GATHERING)
        .when("refused by the group", (s, now) -> refusal(s) != null, Phase.CUTOVER_SETTINGS, CutoverRows::refused);
    table.from(EnumSet.of(Phase.GATHERING, Phase.RESERVED))
        .when("no longer authorized", (s, now) -> !Guards.authorized(s, now) && !Guards.rollingBack(s), Phase.READY,
            (s, out, now) -> leave(s, out));
    table.from(Phase.GATHERING)
        .when("slots reserved", (s, now) -> Parameters.membership(s).slotsReserved(), Phase.RESERVED,
            (s, out, now) -> {
              out.emit(LaunchEvents.slotReserved(s, now));
              return s;
            });
  }

  private static void quiesce(Builder<Phase, LaunchState, LaunchOutcome> table) {
    table.from(Phase.RESERVED)
        .when("its tier's turn", Guards::mayQuiesce, Phase.QUIESCING, (s, out, now) -> {
          out.emit(LaunchEvents.quiesceAuthorized(s, now));
          return s;
        });
    table.from(Phase.QUIESCING)
        .when("source quiesced", (s, now) -> Guards.quiesced(s), Phase.DRAINING,
            (s, out, now) -> reached(s, Progress.QUIESCED, out));
    table.from(Phase.DRAINING)
        .when("drained after the quiesce", (s, now) -> Guards.drained(s), Phase.DRAINED,
            (s, out, now) -> reached(s, Progress.DRAINED, out));
    for (var phase : EnumSet.of(Phase.QUIESCING, Phase.DRAINING)) {
      table.from(phase).when("failed for good", (s, now) -> isNews(s, s.source().failure()), phase,
          (s, out, now) -> report(s, s.source().failure(), out));
    }
  }

  private static void launch(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(Phase.DRAINED)
        .when("all drained", Guards::mayLaunch, Phase.CUTOVER_LAUNCH, (s, out, now) -> launching(s).begin());
    steps.failing(table.from(Phase.CUTOVER_LAUNCH)
        .on(InstanceLaunched.class, Phase.VERIFYING, CutoverRows::launched)
        .on(InstanceMisplaced.class, Phase.CUTOVER_STOP, CutoverRows::misplaced),
        Phase.CUTOVER_REVERT, Phase.CUTOVER_FAILED, CutoverRows::launchFailed);
    for (var phase : LAUNCHING) {
      table.from(phase).when("window over", (s, now) -> !s.launches().windowOver()
          && !now.isBefore(Parameters.gate(s).getWindowEnd()), phase,
          (s, out, now) -> s.launches(s.launches().windowOver(true)));
    }
  }

  private static void relaunch(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    steps.failing(table.from(Phase.CUTOVER_REVERT)
        .on(StepDone.class, Phase.RELAUNCH_SETTINGS, (s, r, out, now) -> s.goOn()),
        Phase.CUTOVER_REVERT, Phase.CUTOVER_FAILED, CutoverRows::launchFailed);
    table.from(Phase.CUTOVER_REVERT)
        .when("again", (s, now) -> s.effort().isDue(now), Phase.CUTOVER_REVERT, (s, out, now) -> s.again(now));
    steps.failing(table.from(Phase.RELAUNCH_SETTINGS)
        .on(LaunchConfigured.class, Phase.CUTOVER_LAUNCH,
            (s, r, out, now) -> launching(s.launches(s.launches().template(r.template()))).goOn()),
        Phase.CUTOVER_REVERT, Phase.CUTOVER_FAILED, CutoverRows::launchFailed);
    steps.simple(table, Phase.CUTOVER_STOP, Phase.CUTOVER_FAILED, (s, r, out, now) -> s.effort(s.effort().parked()));
    table.from(Phase.CUTOVER_FAILED)
        .when("retry requested", (s, now) -> s.effort().isDue(now), Phase.CUTOVER_REVERT, (s, out, now) -> s.begin());
  }

  /** What is launched by then is not what the source holds: a person looks, or the group goes back. */
  private static void quiescedAnew(Builder<Phase, LaunchState, LaunchOutcome> table) {
    for (var phase : BEGUN) {
      table.from(phase).when("quiesced anew", (s, now) -> Guards.quiescedAnew(s) && !Guards.outrun(s), phase,
          (s, out, now) -> {
            var failure = Steps.failure("CVY-4161", "its source was quiesced once more after the launch of its target was begun: "
                + "what was written in between is not on it", "look who started the source; then ./convoy server rollback " + s.serverId());
            out.emit(LaunchEvents.stepFailed(s, LaunchEvents.START_CUTOVER, failure, true, now));
            fail(s, failure.code() + " " + failure.message(), out);
            return s.launches(s.launches().outrun());
          });
    }
  }

  private static void complete(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(Phase.VERIFYING)
        .when("cutover verified", (s, now) -> Guards.verified(s), Phase.VERIFIED,
            (s, out, now) -> reached(s, Progress.VERIFIED, out))
        .when("failed for good", (s, now) -> isNews(s, s.verdicts().failure()), Phase.VERIFYING,
            (s, out, now) -> report(s, s.verdicts().failure(), out));
    table.from(Phase.VERIFIED)
        .when("tiers behind verified", (s, now) -> Guards.mayComplete(s) && !Guards.rollingBack(s) && NamesRows.isLed(s), Phase.DONE,
            (s, out, now) -> {
              out.emit(LaunchEvents.dnsSwitched(s, now));
              out.emit(LaunchEvents.cutoverDone(s, now));
              return reached(s, Progress.DONE, out);
            });
    table.from(Phase.DONE)
        .when("finalize gate open",
            (s, now) -> Guards.mayFinalize(s) && !Guards.rollbackRequested(s) && !Guards.rollingBack(s),
            Phase.FINALIZE, (s, out, now) -> s.begin());
    steps.simple(table, Phase.FINALIZE, Phase.ARCHIVE, (s, r, out, now) -> {
      out.emit(LaunchEvents.finalized(s, now));
      return leave(s, out).begin();
    });
    steps.simple(table, Phase.ARCHIVE, Phase.ARCHIVED, (s, r, out, now) -> {
      out.emit(LaunchEvents.archived(s, now));
      return s;
    });
  }

  /** What could not be drained yet is launched of nothing until it is. */
  private static LaunchState launching(LaunchState s) {
    var launching = Steps.launching(s);
    var quiesced = s.source().quiesced();
    return quiesced == null || !Guards.drained(s) ? launching : launching.launches(launching.launches().on(quiesced));
  }

  private static LaunchState join(LaunchState s, LaunchConfigured r, Emitter out, Instant now) {
    var gate = Parameters.gate(s);
    var effort = s.effort().next(LaunchEvents.JOIN);
    int attempt = effort.attempt(LaunchEvents.JOIN);
    out.send(MOVES, gate.getMoveGroup(), new MoveMessage.JoinMoveGroup(s.serverId(), s.round(), attempt, gate.getTier(),
        Parameters.account(s).limitKey(), gate.getWaveId(), gate.getMoveGroupSize(), gate.getGroupPolicy(),
        gate.getWindowEnd(), gate.getBackOutBy(), gate.getWithoutRollback()));
    return s.launches(s.launches().template(r.template())).effort(effort)
        .membership(Membership.joining(gate.getMoveGroup(), s.round(), attempt));
  }

  /** Tells the group that the server takes part in no job any more. */
  static LaunchState leave(LaunchState s, Emitter out) {
    var group = s.membership();
    if (group == null) {
      return s;
    }
    out.send(MOVES, group.moveGroup(), new MoveMessage.LeaveMoveGroup(s.serverId(), group.round(), group.attempt()));
    return s.membership(null);
  }

  private static LaunchState refused(LaunchState s, Emitter out, Instant now) {
    var failure = Objects.requireNonNull(refusal(s), "refusal");
    out.emit(LaunchEvents.cutoverLaunchFailed(s, failure, true, now));
    return s.membership(null).effort(s.effort().parked());
  }

  private static @Nullable Failure refusal(LaunchState s) {
    return s.membership() == null ? null : s.membership().refused();
  }

  private static LaunchState reached(LaunchState s, Progress progress, Emitter out) {
    var group = Parameters.membership(s);
    out.send(MOVES, group.moveGroup(),
        new MoveMessage.MemberReached(s.serverId(), group.round(), group.attempt(), progress));
    return s;
  }

  private static boolean isNews(LaunchState s, SourceFacts.@Nullable Ended failure) {
    return failure != null && failure.round() == s.round()
        && !failure.toString().equals(Parameters.membership(s).reported());
  }

  private static LaunchState report(LaunchState s, SourceFacts.@Nullable Ended failure, Emitter out) {
    var ended = Objects.requireNonNull(failure, "failure");
    fail(s, ended.reason(), out);
    return s.membership(Parameters.membership(s).reporting(ended.toString()));
  }

  private static void fail(LaunchState s, String reason, Emitter out) {
    var group = Parameters.membership(s);
    out.send(MOVES, group.moveGroup(),
        new MoveMessage.MemberFailed(s.serverId(), group.round(), group.attempt(), reason));
  }

  private static LaunchState launched(LaunchState s, InstanceLaunched r, Emitter out, Instant now) {
    out.emit(LaunchEvents.cutoverLaunched(s, r, now));
    var launches = s.launches().ended(r.jobId()).underWay(false).cutover(Launches.Instance.of(r));
    return reached(s.launches(launches), Progress.LAUNCHED, out);
  }

  private static LaunchState misplaced(LaunchState s, InstanceMisplaced r, Emitter out, Instant now) {
    out.emit(LaunchEvents.cutoverLaunchFailed(s, r.failure(), true, now));
    fail(s, r.failure().message(), out);
    var found = new Launches.Instance(r.instanceId(), "");
    return s.launches(s.launches().ended(r.jobId()).underWay(false).cutover(found)).begin();
  }

  private static void launchFailed(LaunchState s, StepFailed r, boolean last, Emitter out, Instant now) {
    out.emit(LaunchEvents.cutoverLaunchFailed(s, r.failure(), last, now));
    if (last) {
      fail(s, r.failure().code() + " " + r.failure().message(), out);
    }
  }
}
