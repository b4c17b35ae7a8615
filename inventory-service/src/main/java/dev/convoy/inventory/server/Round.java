package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.wave.Gates;
import dev.convoy.inventory.wave.MoveGroup;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one round of a server: a test, the cutover that rests on it.
 *
 * @param stage only moves forward within the round
 * @param testPassed a test passed
 * @param testEnded its instance is gone
 * @param testOutdated it does not count any more
 * @param rollbackRequested somebody asked for the rollback
 * @param failures last attempt of each kind of failure that was acted on
 * @param revocations how often its cutover was authorized and revoked; the attempt of the next authorization
 * @param waived a person's decision stands in for the test
 * @param kept the test instance that is kept for people, or was; null = none
 * @param failedActions post-launch actions that had failed after its latest launch and may; null = none
 * @param snapshotsWaived by whom those of its stopped target were; null = by nobody
 */
public record Round(
    int number,
    Stage stage,
    Instant since,
    Gates gates,
    boolean testPassed,
    boolean testEnded,
    boolean testOutdated,
    boolean rollbackRequested,
    @Nullable MoveGroup moveGroup,
    Map<String, Integer> failures,
    int revocations,
    boolean waived,
    @Nullable KeptTest kept,
    @Nullable List<String> failedActions,
    OwedSnapshots.@Nullable Waiver snapshotsWaived) {

  static Round first(int number, Instant now) {
    return new Round(number, Stage.REGISTERED, now, Gates.NONE, false, false, false, false, null, Map.of(), 0, false, null, null, null);
  }

  /** Another round of a built server: agent, binding and replication stay. */
  Round next(Stage from, Instant now) {
    return new Round(number + 1, from, now, Gates.BUILT, false, false, false, false, null, Map.of(), 0, false, null, null, null);
  }

  boolean testCounts() {
    return testPassed && !testOutdated;
  }

  /** True when a cutover may rest on the test of this round: authorized, passed, over or kept; or on its being waived. */
  boolean isTested() {
    return gates.test() && (waived || (testCounts() && (testEnded || kept != null)));
  }

  /** True while the instance of the passed test is there because people look at it. */
  boolean keepsTest() {
    return kept != null && !testEnded;
  }

  Round keeping(KeptTest test) {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
        failures, revocations, waived, test, failedActions, snapshotsWaived);
  }

  /** Its test gate is opened by a person's decision. */
  Round waiving() {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
        failures, revocations, true, kept, failedActions, snapshotsWaived);
  }

  /** Its instance was launched. @param failed post-launch actions that had failed by then and may */
  Round launched(List<String> failed) {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
        failures, revocations, waived, kept, failed.isEmpty() ? null : List.copyOf(failed), snapshotsWaived);
  }

  Round waivingSnapshots(OwedSnapshots.Waiver waiver) {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
        failures, revocations, waived, kept, failedActions, waiver);
  }

  boolean hasReached(Stage other) {
    return stage.compareTo(other) >= 0;
  }

  /** Further on the line, never back. */
  Round reaching(Stage proven, Instant at) {
    return hasReached(proven) ? this
        : new Round(number, proven, at, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
            failures, revocations, waived, kept, failedActions, snapshotsWaived);
  }

  Round opening(Gates open, @Nullable MoveGroup group) {
    return new Round(number, stage, since, open, testPassed, testEnded, testOutdated, rollbackRequested,
        group == null ? moveGroup : group, failures, revocations, waived, kept, failedActions, snapshotsWaived);
  }

  Round testing(boolean passed, boolean ended, boolean outdated) {
    return new Round(number, stage, since, gates, testPassed || passed, testEnded || ended, testOutdated || outdated,
        rollbackRequested, moveGroup, failures, revocations, waived, kept, failedActions, snapshotsWaived);
  }

  Round rollingBack() {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, true, moveGroup, failures,
        revocations, waived, kept, failedActions, snapshotsWaived);
  }

  /** The rollback that was asked for does not take place. */
  Round staying() {
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, false, moveGroup, failures,
        revocations, waived, kept, failedActions, snapshotsWaived);
  }

  /** Authorized no longer; the stage that was reached stays. */
  Round revoked() {
    return new Round(number, stage, since, gates.withoutCutover(), testPassed, testEnded, testOutdated,
        rollbackRequested, null, failures, revocations + 1, waived, kept, failedActions, snapshotsWaived);
  }

  Round failing(String kind, int attempt) {
    var all = new LinkedHashMap<>(failures);
    all.put(kind, attempt);
    return new Round(number, stage, since, gates, testPassed, testEnded, testOutdated, rollbackRequested, moveGroup,
        Map.copyOf(all), revocations, waived, kept, failedActions, snapshotsWaived);
  }
}
