package dev.convoy.launch.server;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Lifecycle.Builder;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.InstanceMisplaced;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.slots.Purpose;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Rows from the test gate to the end of the test instance. */
final class TestRows {

  private static final String START_TEST = LaunchEvents.START_TEST;
  private static final String TERMINATE_TEST = "TerminateTest";
  private static final Set<Phase> RESTING =
      EnumSet.of(Phase.IDLE, Phase.TEST_SETTINGS, Phase.TEST_VERDICT, Phase.MARK_READY, Phase.READY);
  /** At rest with a test instance that runs, unless the test was waived. */
  private static final Set<Phase> TESTING = EnumSet.of(Phase.TEST_VERDICT, Phase.MARK_READY);

  private TestRows() {}

  static void add(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    rest(table);
    begin(table);
    launch(table, steps);
    abandon(table, steps);
    end(table, steps);
  }

  /** Where nothing is under way, the round may change, and the server may go back or leave. */
  private static void rest(Builder<Phase, LaunchState, LaunchOutcome> table) {
    table.from(Phase.TEST_VERDICT)
        .when("rollback requested, its instance is ended first", (s, now) -> Guards.rollbackRequested(s) && Guards.forward(s)
            && !Guards.roundRaised(s) && s.launches().test() != null && !KeepRows.mayEnd(s), Phase.MARK_READY, (s, out, now) -> s.begin());
    table.from(RESTING)
        .when("rollback requested", (s, now) -> Guards.atRest(s) && Guards.rollbackRequested(s)
            && !Guards.roundRaised(s) && !KeepRows.mayEnd(s), Phase.ROLLED_BACK, TestRows::rolledBackAtOnce);
    table.from(TESTING)
        .when("round raised, its instance is left", TestRows::mayBeRaised, Phase.IDLE,
            (s, out, now) -> s.nextRound().launches(s.launches().nextRound(null).test(s.launches().test())));
    table.from(EnumSet.of(Phase.IDLE, Phase.TEST_SETTINGS, Phase.READY))
        .when("round raised", TestRows::mayBeRaised, Phase.IDLE, (s, out, now) -> s.nextRound());
    table.from(EnumSet.of(Phase.IDLE, Phase.TEST_REVERT, Phase.TEST_SETTINGS, Phase.TEST_SLOT, Phase.READY))
        .when("withdrawn, an instance is left", (s, now) -> s.gates().withdrawn() && isLeft(s), Phase.WITHDRAW_STOP,
            (s, out, now) -> s.begin())
        .when("withdrawn", (s, now) -> s.gates().withdrawn(), Phase.WITHDRAWN,
            (s, out, now) -> Steps.releaseSlot(s, out));
    table.from(Phase.TEST_VERDICT)
        .when("withdrawn", (s, now) -> s.gates().withdrawn(), Phase.WITHDRAW_STOP, (s, out, now) -> s.begin());
    table.from(Phase.MARK_READY)
        .when("withdrawn", (s, now) -> s.gates().withdrawn(), Phase.WITHDRAW_STOP,
            (s, out, now) -> s.launches(s.launches().markedReady(true)).begin());
    table.from(Phase.WITHDRAWN)
        .when("declared anew", (s, now) -> s.gates().next() != null, Phase.IDLE, (s, out, now) -> s.begunAnew());
  }

  /** An instance whose termination was never begun: of its test, or of a launch that has failed. */
  static boolean isLeft(LaunchState s) {
    return s.launches().left() != null || s.launches().test() != null && s.effort().attempt(TERMINATE_TEST) == 0;
  }

  private static boolean mayBeRaised(LaunchState s, Instant now) {
    return Guards.atRest(s) && Guards.roundRaised(s) && !s.gates().withdrawn();
  }

  /** A test launch takes away what an earlier test has left; without one it is terminated. */
  private static void begin(Builder<Phase, LaunchState, LaunchOutcome> table) {
    table.from(Phase.IDLE)
        .when("test gate open, replication healthy, ready for cutover before",
            (s, now) -> Guards.mayTest(s) && s.launches().markedReady(), Phase.TEST_REVERT,
            (s, out, now) -> s.launches(s.launches().test(null)).begin())
        .when("test gate open, replication healthy", (s, now) -> Guards.mayTest(s), Phase.TEST_SETTINGS,
            (s, out, now) -> s.launches(s.launches().test(null)).begin())
        .when("test waived, replication healthy", (s, now) -> Guards.mayGoUntested(s), Phase.MARK_READY,
            (s, out, now) -> s.begin());
  }

  /** Decided in the middle of a test: nothing is launched any more, and what was is stopped. */
  private static void abandon(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(EnumSet.of(Phase.TEST_REVERT, Phase.TEST_SETTINGS, Phase.TEST_SLOT))
        .when("decided without test", (s, now) -> Guards.untested(s), Phase.IDLE,
            (s, out, now) -> Steps.releaseSlot(abandoned(s), out));
    table.from(Phase.TEST_LAUNCH)
        .when("decided without test", (s, now) -> Guards.untested(s), Phase.TEST_ABANDON,
            (s, out, now) -> abandoned(s).begin());
    steps.simple(table, Phase.TEST_ABANDON, Phase.IDLE,
        (s, r, out, now) -> Steps.releaseSlot(s.launches(s.launches().underWay(false)), out));
  }

  private static LaunchState abandoned(LaunchState s) {
    return s.effort(s.effort().counting(LaunchEvents.ABANDON));
  }

  static LaunchState rolledBackAtOnce(LaunchState s, Emitter out, Instant now) {
    out.emit(LaunchEvents.rolledBack(s, now));
    return s;
  }

  private static void launch(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    steps.simple(table, Phase.TEST_REVERT, Phase.TEST_SETTINGS,
        (s, r, out, now) -> s.launches(s.launches().markedReady(false)).begin());
    steps.retried(table.from(Phase.TEST_SETTINGS)
        .on(LaunchConfigured.class, Phase.TEST_SLOT, (s, r, out, now) -> Steps.requestSlot(
            s.launches(s.launches().template(r.template())), Purpose.TEST, START_TEST, out)),
        Phase.TEST_SETTINGS, Phase.TEST_SETTINGS, TestRows::failed);
    table.from(Phase.TEST_SLOT)
        .when("slot granted", (s, now) -> Guards.granted(s, Purpose.TEST), Phase.TEST_LAUNCH,
            (s, out, now) -> Steps.launching(s).goOn());
    steps.retried(table.from(Phase.TEST_LAUNCH)
        .when("withdrawn", (s, now) -> s.gates().withdrawn(), Phase.WITHDRAW_STOP, (s, out, now) -> s.begin())
        .on(InstanceLaunched.class, Phase.TEST_VERDICT, TestRows::launched)
        .on(InstanceMisplaced.class, Phase.TEST_STOP, TestRows::misplaced),
        Phase.TEST_LAUNCH, Phase.TEST_SETTINGS, TestRows::failed);
    steps.simple(table, Phase.TEST_STOP, Phase.TEST_SETTINGS, (s, r, out, now) -> s.effort(s.effort().parked()));
    steps.simple(table, Phase.WITHDRAW_STOP, Phase.WITHDRAWN, (s, r, out, now) -> Steps.releaseSlot(s, out));
  }

  private static LaunchState launched(LaunchState s, InstanceLaunched r, Emitter out, Instant now) {
    out.emit(LaunchEvents.testLaunched(s, r, now));
    return Steps.releaseSlot(
        s.launches(s.launches().ended(r.jobId()).underWay(false).test(Launches.Instance.of(r))), out);
  }

  private static LaunchState misplaced(LaunchState s, InstanceMisplaced r, Emitter out, Instant now) {
    out.emit(LaunchEvents.testLaunchFailed(s, r.failure(), true, now));
    var found = new Launches.Instance(r.instanceId(), "");
    return Steps.releaseSlot(s.launches(s.launches().ended(r.jobId()).underWay(false).test(found)), out).begin();
  }

  private static void failed(LaunchState s, StepFailed r, boolean last, Emitter out, Instant now) {
    out.emit(LaunchEvents.testLaunchFailed(s, r.failure(), last, now));
  }

  private static void end(Builder<Phase, LaunchState, LaunchOutcome> table, Steps steps) {
    table.from(Phase.TEST_VERDICT)
        .when("test passed", (s, now) -> Guards.tested(s) && Guards.forward(s) && !KeepRows.concerns(s), Phase.MARK_READY,
            (s, out, now) -> TestAge.stands(s, now).begin());
    table.from(Phase.MARK_READY)
        .on(LaunchOutcome.StepDone.class, "no test instance", (s, r) -> s.launches().test() == null, Phase.READY,
            (s, r, out, now) -> s.launches(s.launches().markedReady(true)));
    steps.simple(table, Phase.MARK_READY, Phase.TERMINATE_SLOT, (s, r, out, now) -> Steps.requestSlot(
        s.launches(s.launches().markedReady(true)).effort(s.effort().fresh()), Purpose.TERMINATE, TERMINATE_TEST, out));
    table.from(Phase.TERMINATE_SLOT)
        .when("slot granted", (s, now) -> Guards.granted(s, Purpose.TERMINATE), Phase.TERMINATE,
            (s, out, now) -> s.goOn())
        .when("again", (s, now) -> s.effort().isDue(now), Phase.TERMINATE_SLOT, (s, out, now) -> Steps.requestSlot(
            s.effort(s.effort().resumed()), Purpose.TERMINATE, TERMINATE_TEST, out));
    steps.retried(table.from(Phase.TERMINATE)
        .on(LaunchOutcome.StepDone.class, Phase.READY, (s, r, out, now) -> {
          out.emit(LaunchEvents.testEnded(s, now));
          return Steps.releaseSlot(s.launches(s.launches().ended(r.jobId())), out);
        }),
        Phase.TERMINATE, Phase.TERMINATE_SLOT,
        (s, r, last, out, now) -> out.emit(LaunchEvents.stepFailed(s, TERMINATE_TEST, r.failure(), last, now)));
  }
}
