package dev.convoy.launch.server;

import dev.convoy.kit.core.OperationHeader;
import dev.convoy.launch.server.LaunchOperation.RevertTo;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operation of each phase, and whether it may be started now. */
final class WantedOperations {

  private WantedOperations() {}

  static List<LaunchOperation> of(LaunchState s) {
    var operation = s.effort().pause() == null ? operation(s) : null;
    return Stream.of(Stream.<LaunchOperation>ofNullable(operation), NamesRows.wanted(s).stream(), ImageRows.wanted(s)).flatMap(each -> each).toList();
  }

  private static @Nullable LaunchOperation operation(LaunchState s) {
    return switch (s.phase()) {
      case TEST_REVERT -> revert(s, RevertTo.READY_FOR_TEST, testMayGoOn(s));
      case TEST_SETTINGS -> configure(s, Placement.ofTest(Parameters.build(s)), testMayGoOn(s));
      case TEST_LAUNCH -> new LaunchOperation.StartTest(header(s, testMayGoOn(s)), Parameters.account(s), id(s),
          Parameters.template(s), Placement.ofTest(Parameters.build(s)), s.launches().jobs());
      case MARK_READY -> new LaunchOperation.MarkReadyForCutover(header(s, Guards.forward(s)), Parameters.account(s),
          id(s));
      case TERMINATE -> new LaunchOperation.TerminateTest(header(s, !s.gates().held()), Parameters.account(s), id(s),
          Parameters.testInstance(s), s.launches().jobs());
      case CUTOVER_SETTINGS -> configure(s, Placement.ofCutover(Parameters.build(s)), cutoverMayGoOn(s));
      case RELAUNCH_SETTINGS ->
          configure(s, Placement.ofCutover(Parameters.build(s)), Guards.mayGoOnLaunching(s));
      case CUTOVER_REVERT -> revert(s, RevertTo.READY_FOR_CUTOVER, Guards.mayGoOnLaunching(s));
      case CUTOVER_LAUNCH -> new LaunchOperation.StartCutover(header(s, Guards.mayGoOnLaunching(s)), Parameters.account(s),
          id(s), Parameters.template(s), Placement.ofCutover(Parameters.build(s)), s.launches().jobs());
      case FINALIZE -> new LaunchOperation.FinalizeCutover(header(s, Guards.mayFinalize(s)), Parameters.account(s),
          id(s));
      case ARCHIVE -> new LaunchOperation.ArchiveServer(header(s, !s.gates().held()), Parameters.account(s), id(s));
      case TEST_STOP, TEST_ABANDON, WITHDRAW_STOP -> stop(s, s.launches().standing());
      case CUTOVER_STOP, STOP_TARGET, STOP_SERVING ->
          stop(s, s.launches().cutover() == null ? s.launches().left() : s.launches().cutover());
      case SNAPSHOT, SAVING -> new LaunchOperation.SnapshotTarget(header(s, true), Parameters.account(s), id(s),
          Parameters.cutoverInstance(s).instanceId());
      case REVERT -> revert(s, RevertTo.READY_FOR_CUTOVER, true);
      case IDLE, TEST_SLOT, TEST_VERDICT, TERMINATE_SLOT, READY, GATHERING, RESERVED, QUIESCING, DRAINING, DRAINED,
          CUTOVER_FAILED, VERIFYING, VERIFIED, DONE, ARCHIVED, RESUMING, ROLLED_BACK, WITHDRAWN -> null;
    };
  }

  /** Its gate was open when it began; that of a later round, which waits for its end, closes none. */
  private static boolean testMayGoOn(LaunchState s) {
    return Guards.forward(s) && s.gates().testRound() >= s.round();
  }

  private static boolean cutoverMayGoOn(LaunchState s) {
    return Guards.forward(s) && !s.gates().revoked() && !s.launches().windowOver() && !Guards.rollingBack(s);
  }

  private static LaunchOperation configure(LaunchState s, Placement placement, boolean act) {
    return new LaunchOperation.ConfigureLaunch(header(s, act), Parameters.account(s), id(s), placement);
  }

  /** Restoring is never blocked. */
  private static LaunchOperation stop(LaunchState s, Launches.@Nullable Instance instance) {
    return new LaunchOperation.StopTarget(header(s, true), Parameters.account(s), id(s),
        instance == null ? null : instance.instanceId(), s.launches().underWay(), s.launches().jobs());
  }

  private static LaunchOperation revert(LaunchState s, RevertTo to, boolean act) {
    return new LaunchOperation.RevertLifecycle(header(s, act), Parameters.account(s), id(s), to);
  }

  private static String id(LaunchState s) {
    return Parameters.sourceServerId(s);
  }

  private static OperationHeader header(LaunchState s, boolean act) {
    var kind = s.phase().kind();
    return new OperationHeader(s.serverId(), kind, s.round(), s.effort().attempt(kind),
        Parameters.account(s).limitKey(), act, s.since(), Parameters.build(s).waveId());
  }
}
