package dev.convoy.launch.jobs;

import dev.convoy.launch.server.LaunchAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the post-launch actions of an instance. MGN runs them one after the other, and its job may be COMPLETED
 * while they run or although one has failed.
 *
 * @param wanted those that Convoy wrote for this launch
 * @param runs those that MGN has begun, of others too
 */
record ActionRuns(List<LaunchAction> wanted, List<MgnJob.ActionRun> runs) {

  static ActionRuns of(@Nullable List<LaunchAction> wanted, MgnJob.Participant participant) {
    return new ActionRuns(wanted == null ? List.of() : wanted, participant.actions());
  }

  private Optional<MgnJob.ActionRun> run(LaunchAction action) {
    return runs.stream().filter(run -> run.name().equals(action.name())).findFirst();
  }

  /** The first that has failed and must not; empty if there is none. */
  Optional<MgnJob.ActionRun> fatal() {
    return wanted.stream().filter(LaunchAction::mustSucceed).flatMap(action -> run(action).stream())
        .filter(MgnJob.ActionRun::hasFailed).findFirst();
  }

  /** Names of those that have not ended. @param all false for only those that must succeed */
  List<String> open(boolean all) {
    return wanted.stream().filter(action -> all || action.mustSucceed())
        .filter(action -> run(action).map(MgnJob.ActionRun::isRunning).orElse(true)).map(LaunchAction::name).toList();
  }

  /** Those that have failed and may, each with its reason. */
  List<String> failed() {
    return wanted.stream().filter(action -> !action.mustSucceed()).flatMap(action -> run(action).stream())
        .filter(MgnJob.ActionRun::hasFailed).map(MgnJob.ActionRun::told).toList();
  }

  /**
   * When they are given up. The first has to begin in the time that a boot has; then each has its own.
   *
   * @param launched end of the job
   */
  Instant late(Instant launched, Duration bootWithin) {
    var begun = wanted.stream().anyMatch(action -> run(action).isPresent());
    var most = launched.plus(bootWithin);
    return begun ? most.plusSeconds(wanted.stream().mapToLong(LaunchAction::timeoutSeconds).sum()) : most;
  }
}
