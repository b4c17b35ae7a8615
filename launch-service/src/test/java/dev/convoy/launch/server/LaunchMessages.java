package dev.convoy.launch.server;

import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.ImageCreated;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotGranted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static dev.convoy.kit.histories.DeciderPlay.made;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages to a server in launch-service, as its state makes them likely, and the rules of its events. */
final class LaunchMessages {

  private static final int NEVER_AUTHORIZED = 1_000;

  private LaunchMessages() {}

  private static long second(Instant now) {
    return Duration.between(Facts.START, now).toSeconds();
  }

  static String instance(OutcomeHeader header) {
    return "i-" + header.kind() + "-" + header.round() + "-" + header.attempt();
  }

  /** One of every kind. */
  static List<Object> all(LaunchState s, int round, Instant now) {
    long at = second(now);
    int past = Math.min(round, s.round());
    var all = new ArrayList<Object>(List.of(made(() -> Facts.build(round)), made(() -> testAuthorized(round, at)),
        made(() -> Facts.testAccepted(past)), made(() -> Facts.imageRequested(past, (int) at)), made(() -> Facts.snapshotsWaived(past)), made(() -> Facts.testEndRequested(past)),
        made(() -> cutover(s, round, now)),
        made(() -> revoked(s, at)), made(() -> Facts.finalizeAuthorized(past)), made(() -> Facts.held(at)),
        made(() -> Facts.resumed(at)), made(() -> Facts.retry(now)),
        made(() -> Facts.retest(round)), made(() -> Facts.rollback(round, at)),
        made(() -> Facts.withdrawal(Math.max(1, s.gates().round()))), made(() -> Facts.agentInstalled(Math.max(1, s.round()))),
        made(() -> Facts.quiesced(past, at)), made(() -> Facts.quiesceFailed()), made(() -> Facts.sourceResumed(past)),
        made(() -> Facts.healthy(at)),
        made(() -> Facts.unhealthy(at)), made(() -> drained(s, round, at)), made(() -> Facts.drainFailed()),
        made(() -> Facts.testPassed(past, test(s))),
        made(() -> Facts.verified(past, target(s))), made(() -> Facts.verificationFailed()), made(() -> Facts.testWaived(round)),
        made(() -> Facts.decided(at, at % 2 == 0, false)), made(() -> Facts.decided(at, false, true)), made(() -> rescanned(at))));
    all.addAll(answers(s));
    return all;
  }

  /** Of some, the instance is kept for a while once the test has passed. */
  private static Object testAuthorized(int round, long at) {
    return at % 3 == 0 ? Facts.testKept(round, Duration.ofHours(1 + at % 5)) : Facts.testAuthorized(round);
  }

  /** Once in a while a disk is added or taken away. */
  private static Object rescanned(long at) {
    return Facts.healthy(at, at % 61 == 0 ? 200 : 100);
  }

  private static boolean kept(LaunchState s) {
    return s.phase() == Phase.TEST_VERDICT && s.keeping() != null && s.keeping().round() == s.round() && s.keeping().until() != null;
  }

  private static List<Object> answers(LaunchState s) {
    int attempt = s.membership() == null ? s.effort().attempt(LaunchEvents.JOIN) : s.membership().attempt();
    int round = Math.max(1, s.round());
    return List.of(slot(s, Purpose.TEST), slot(s, Purpose.TERMINATE),
        new MoveAnswer.SlotsReserved(Facts.SERVER, round, attempt), new MoveAnswer.QuiesceNow(Facts.SERVER, round, attempt),
        new MoveAnswer.LaunchNow(Facts.SERVER, round, attempt),
        new MoveAnswer.VerificationAccepted(Facts.SERVER, round, attempt),
        new MoveAnswer.RollBackNow(Facts.SERVER, round, attempt, "db-001: boot failed"),
        new MoveAnswer.MoveRefused(Facts.SERVER, round, attempt, "CVY-4302", "too late", "another window"),
        new MoveAnswer.RollbackWithheld(Facts.SERVER, round, attempt, (int) (second(s.since()) % 9),
            "db-001: boot failed", List.of("db-001")));
  }

  private static SlotGranted slot(LaunchState s, Purpose purpose) {
    return s.slot() == null ? new SlotGranted(Facts.SERVER, purpose, 0, 0)
        : new SlotGranted(Facts.SERVER, s.slot().purpose(), s.slot().round(), s.slot().attempt());
  }

  /** Authorizations of a round are counted: the next one follows a revocation. */
  private static CutoverAuthorized cutover(LaunchState s, int round, Instant now) {
    var gate = s.gates().cutover();
    int attempt = gate == null || gate.getRound() != round ? 0 : gate.getAttempt() + (s.gates().revoked() ? 1 : 0);
    return CutoverAuthorized.newBuilder(Facts.cutoverAuthorized(round)).setAttempt(attempt).setOccurredAt(now)
        .setWithoutRollback(second(now) % 3 == 0)
        .setWindowEnd(now.plus(Duration.ofHours(8))).setBackOutBy(now.plus(Duration.ofHours(9))).build();
  }

  /** A revocation is of an authorization that came before it. */
  private static CutoverRevoked revoked(LaunchState s, long at) {
    var gate = s.gates().cutover();
    return CutoverRevoked.newBuilder(Facts.revoked(at)).setRound(gate == null ? 1 : gate.getRound())
        .setAttempt(gate == null ? NEVER_AUTHORIZED : gate.getAttempt()).build();
  }

  private static Object drained(LaunchState s, int round, long at) {
    var quiesced = s.source().quiesced();
    return quiesced == null ? Facts.drained(Math.min(round, s.round()), at) : Facts.drained(quiesced.round(), second(quiesced.at()));
  }

  private static String test(LaunchState s) {
    return s.launches().test() == null ? Facts.TEST_INSTANCE : s.launches().test().instanceId();
  }

  private static String target(LaunchState s) {
    return s.launches().cutover() == null ? Facts.TARGET_INSTANCE : s.launches().cutover().instanceId();
  }

  /** What would move the server on, and what disturbs it there. */
  static List<Object> likely(LaunchState s, Instant now) {
    long at = second(now);
    int round = Math.max(1, s.gates().round());
    var answers = answers(s);
    var back = at % 9 == 0 ? answers.get(6) : made(() -> Facts.resumed(at));
    return switch (s.phase()) {
      case IDLE ->
          List.of(made(() -> Facts.build(round)),
              made(() -> s.gates().withoutTest() ? Facts.testWaived(round) : testAuthorized(round, at)), made(() -> Facts.agentInstalled(round)),
          made(() -> Facts.healthy(at)));
      case WITHDRAWN, WITHDRAW_STOP -> List.of(made(() -> Facts.build(round + 1)));
      case TEST_SLOT, TERMINATE_SLOT -> List.of(answers.get(0), answers.get(1), made(() -> Facts.held(at)),
          made(() -> Facts.resumed(at)));
      case TEST_LAUNCH -> List.of(made(() -> Facts.resumed(at)), made(() -> Facts.resumed(at)),
          made(() -> Facts.decided(at, at % 5 == 0, false)));
      case TEST_VERDICT -> at % 40 == 0 ? List.of(made(() -> Facts.withdrawal(round)))
          : List.of(made(() -> Facts.testPassed(round, test(s))), made(() -> Facts.testPassed(round, test(s))),
              made(() -> Facts.resumed(at)), made(() -> at % 7 == 0 ? Facts.testEndRequested(round) : Facts.resumed(at)),
              kept(s) ? made(() -> at % 2 == 0 ? rescanned(at) : Facts.imageRequested(round, (int) at)) : made(() -> Facts.resumed(at)),
              made(() -> at % 4 == 0 ? Facts.testAccepted(round) : at % 4 == 1 ? cutover(s, round, now) : Facts.resumed(at)));
      case READY -> !TestAge.counts(s) ? List.of(made(() -> Facts.retest(round + 1)))
          : List.of(made(() -> cutover(s, round, now)), made(() -> at % 9 == 0 ? rescanned(at) : Facts.healthy(at)),
              made(() -> Facts.resumed(at)), made(() -> Facts.retest(round + 1)),
          made(() -> cutover(s, round, now)));
      case GATHERING -> List.of(answers.get(2), answers.get(2), answers.get(2), answers.get(2),
          at % 7 == 0 ? answers.get(7) : answers.get(2), at % 7 == 1 ? made(() -> revoked(s, at)) : answers.get(2));
      case RESERVED -> List.of(answers.get(3), answers.get(3), made(() -> Facts.healthy(at)), made(() -> Facts.resumed(at)));
      case QUIESCING -> List.of(made(() -> Facts.quiesced(round, at)), made(() -> Facts.quiesced(round, at)),
          made(() -> Facts.quiesceFailed()), back);
      case DRAINING -> List.of(made(() -> drained(s, round, at)), made(() -> drained(s, round, at)), made(() -> drained(s, round, at)),
          made(() -> Facts.drainFailed()), back);
      case DRAINED -> List.of(answers.get(4), answers.get(4), answers.get(4), made(() -> Facts.resumed(at)), back);
      case CUTOVER_FAILED -> List.of(made(() -> Facts.retry(now)), back);
      case VERIFYING -> List.of(made(() -> Facts.verified(round, target(s))), made(() -> Facts.verified(round, target(s))),
          made(() -> Facts.verificationFailed()), back);
      case VERIFIED -> List.of(answers.get(5), made(() -> Facts.resumed(at)), back, made(() -> Facts.imageRequested(round, (int) at)));
      case CUTOVER_LAUNCH, CUTOVER_REVERT -> List.of(made(() -> Facts.resumed(at)), made(() -> Facts.retry(now)));
      case RELAUNCH_SETTINGS, CUTOVER_STOP, FINALIZE ->
          List.of(made(() -> Facts.retry(now)), made(() -> Facts.held(at)), made(() -> Facts.resumed(at)), back);
      case DONE -> List.of(made(() -> Facts.finalizeAuthorized(round)), back, made(() -> Facts.imageRequested(round, (int) at)));
      case RESUMING -> List.of(made(() -> Facts.sourceResumed(round)));
      case SAVING -> List.of(made(() -> Facts.retry(now)), made(() -> Facts.retry(now)), made(() -> at % 3 == 0 ? Facts.snapshotsWaived(round) : Facts.held(at)),
          made(() -> Facts.resumed(at)));
      case ROLLED_BACK -> List.of(made(() -> Facts.retest(round + 1)), made(() -> Facts.withdrawal(round)));
      default -> List.of(made(() -> Facts.retry(now)), made(() -> Facts.held(at)), made(() -> Facts.resumed(at)),
          made(() -> Facts.resumed(at)));
    };
  }

  /** What must have been known when an event was published. */
  static void checkEvents(LaunchState before, Decision<LaunchState> decision, boolean quiesceTold, Instant now) {
    var s = decision.state();
    for (var event : decision.events()) {
      switch (event) {
        case QuiesceAuthorized e -> {
          assertThat(quiesceTold).as("its tier's turn").isTrue();
          assertThat(Parameters.membership(s).slotsReserved()).as("slots before %s", e).isTrue();
          assertThat(s.gates().held() || s.gates().revoked()).as("held or revoked before %s", e).isFalse();
          assertThat(Guards.testSettled(s)).as("a test that counts before %s", e).isTrue();
        }
        case TestOutdated e -> {
          assertThat(s.phase() == Phase.READY || kept(s)).as("at rest with %s", e).isTrue();
          assertThat(Guards.tested(before) && !Guards.tested(s)).as("counted until %s", e).isTrue();
        }
        case TestKept e -> {
          assertThat(Guards.tested(s) && kept(s) && Guards.forward(s)).as("passed with %s", e).isTrue();
          assertThat(e.getEndsBy()).as("%s", e).isAfter(now);
        }
        case TestEnded e -> assertThat(before.phase()).as("terminated before %s", e).isEqualTo(Phase.TERMINATE);
        case CutoverDone e -> {
          assertThat(Guards.verified(s)).as("verified before %s", e).isTrue();
          assertThat(NamesRows.isLed(s)).as("names lead to the target before %s", e).isTrue();
          assertThat(Guards.quiescedAnew(before) && !Parameters.gate(s).getWithoutRollback())
              .as("launched of the last quiesce before %s", e).isFalse();
        }
        case CutoverSlotReserved e -> {
          assertThat(Guards.authorized(s, now)).as("an open gate at %s", e).isTrue();
          assertThat(NamesRows.isPrepared(before) && NamesRows.isPrepared(s)).as("names before %s", e).isTrue();
        }
        case RolledBack e -> assertThat(NamesRows.isBack(s)).as("names lead back before %s", e).isTrue();
        case RollbackStarted e -> {
          var opened = before.phase() == Phase.SNAPSHOT;
          assertThat(e.getSnapshotIds().isEmpty() && e.getUnsaved() == null).as("what users wrote before %s", e)
              .isEqualTo(!opened);
        }
        case ImageCreated e -> {
          assertThat(before.images().making().instanceId()).as("under way before %s", e).isEqualTo(e.getInstanceId());
          assertThat(s.images().making()).as("over with %s", e).isNull();
        }
        case CutoverFinalized e -> assertThat(before.phase()).as("phase before %s", e).isEqualTo(Phase.FINALIZE);
        default -> { }
      }
    }
  }
}
