package dev.convoy.launch.server;

import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.inventory.WithdrawalRequested;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What inventory has said. Its events about a server have one order, so of two that contradict one another the later
 * counts.
 *
 * @param round highest round of a gate or a retest
 * @param cutover last cutover gate; null = none yet
 * @param testRound round of the last test gate; 0 = none yet
 * @param finalizeRound round of the last finalize gate; 0 = none yet
 * @param rollbackRound round of the last request to roll back; 0 = none yet
 * @param next settings of the round that follows the withdrawal, begun when what is under way has ended; null = none
 * @param registered round in which it was declared again after a withdrawal; 0 = it never was
 * @param waivedRound round of the last test that was waived; 0 = none yet
 * @param withoutTest a person has decided that no test of it is launched
 * @param decidedAt when that was last decided about; null = never
 * @param rollbackAt when a rollback was last asked for; null = never
 * @param waivedRounds all rounds whose test was waived, in order; what earlier builds have kept names the last only
 */
record GateFacts(
    int round,
    @Nullable Build build,
    int testRound,
    @Nullable CutoverAuthorized cutover,
    boolean revoked,
    int finalizeRound,
    boolean held,
    @Nullable Instant heldAt,
    int rollbackRound,
    String rollbackReason,
    boolean withdrawn,
    @Nullable Build next,
    int registered,
    int waivedRound,
    boolean withoutTest,
    @Nullable Instant decidedAt,
    @Nullable Instant rollbackAt,
    List<Integer> waivedRounds) {

  static final GateFacts NONE = new GateFacts(0, null, 0, null, false, 0, false, null, 0, "", false, null, 0, 0, false, null, null,
      List.of());

  /**
   * Settings frozen for a round.
   *
   * @param hadActions whether a round before declared post-launch actions, which may still be written
   */
  record Build(int round, String waveId, TargetSettings target, boolean hadActions) {

    boolean mayHaveActions() {
      return hadActions || !target.getPostLaunchActions().isEmpty();
    }
  }

  GateFacts merge(Object fact) {
    return switch (fact) {
      case BuildAuthorized e -> build(e);
      case TestAuthorized e -> test(e.getRound());
      case TestWaived e -> waived(e.getRound());
      case ServerDecided e -> isNews(decidedAt, e.getOccurredAt()) ? decided(e) : this;
      case CutoverAuthorized e -> isNews(e) ? cutover(e) : this;
      case CutoverRevoked e -> cutover != null && !revoked && e.getRound() == cutover.getRound()
          && e.getAttempt() == cutover.getAttempt() ? taken() : this;
      case FinalizeAuthorized e -> finalizing(e.getRound());
      case ServerHeld e -> isNews(heldAt, e.getOccurredAt()) ? held(true, e.getOccurredAt()) : this;
      case ServerResumed e -> isNews(heldAt, e.getOccurredAt()) ? held(false, e.getOccurredAt()) : this;
      case RetestRequested e -> raised(e.getRound());
      case RollbackRequested e -> isNews(rollbackAt, e.getOccurredAt()) ? rollback(e) : this;
      case WithdrawalRequested e -> e.getRound() < round ? this : withdrawal(e.getRound());
      default -> this;
    };
  }

  /** Authorizations of a round are counted; each can be revoked once. */
  private boolean isNews(CutoverAuthorized said) {
    return said.getRound() >= round && (cutover == null || said.getRound() > cutover.getRound()
        || (said.getRound() == cutover.getRound() && said.getAttempt() > cutover.getAttempt()));
  }

  private static boolean isNews(@Nullable Instant known, Instant said) {
    return known == null || said.isAfter(known);
  }

  private GateFacts build(BuildAuthorized e) {
    var settings = new Build(e.getRound(), e.getWaveId(), e.getTarget(), build != null && build.mayHaveActions());
    if (withdrawn) {
      return e.getRound() > round ? declaredAnew(settings) : this;
    }
    if (build != null && build.round() >= e.getRound()) {
      return this;
    }
    return new GateFacts(Math.max(round, e.getRound()), settings, testRound, cutover, revoked, finalizeRound,
        held, heldAt, rollbackRound, rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts test(int of) {
    return new GateFacts(Math.max(round, of), build, Math.max(testRound, of), cutover, revoked,
        finalizeRound, held, heldAt, rollbackRound, rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts waived(int of) {
    return new GateFacts(Math.max(round, of), build, testRound, cutover, revoked, finalizeRound, held, heldAt,
        rollbackRound, rollbackReason, withdrawn, next, registered, Math.max(waivedRound, of), withoutTest, decidedAt, rollbackAt,
        Stream.concat(waivedRounds.stream(), Stream.of(waivedRound, of)).filter(each -> each > 0).distinct().sorted().toList());
  }

  /** A waiver of a later round takes none away from the round that is worked on. */
  boolean isWaived(int of) {
    return waivedRound == of || waivedRounds.contains(of);
  }

  /** What the gate of the cutover froze is only ever loosened: its server may go back after all. */
  private GateFacts decided(ServerDecided e) {
    var gate = cutover == null || e.getWithoutRollback() || !cutover.getWithoutRollback() ? cutover
        : CutoverAuthorized.newBuilder(cutover).setWithoutRollback(false).build();
    return new GateFacts(round, build, testRound, gate, revoked, finalizeRound, held, heldAt, rollbackRound,
        rollbackReason, withdrawn, next, registered, waivedRound, e.getWithoutTest(), e.getOccurredAt(), rollbackAt, waivedRounds);
  }

  /** The rollback that was asked for does not take place. */
  GateFacts staying() {
    return new GateFacts(round, build, testRound, cutover, revoked, finalizeRound, held, heldAt, 0, "", withdrawn, next,
        registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts cutover(CutoverAuthorized e) {
    return new GateFacts(Math.max(round, e.getRound()), build, testRound, e, false, finalizeRound,
        held, heldAt, rollbackRound, rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts taken() {
    return new GateFacts(round, build, testRound, cutover, true, finalizeRound, held, heldAt, rollbackRound,
        rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts finalizing(int of) {
    return new GateFacts(round, build, testRound, cutover, revoked, Math.max(finalizeRound, of), held, heldAt,
        rollbackRound, rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts held(boolean now, Instant at) {
    return new GateFacts(round, build, testRound, cutover, revoked, finalizeRound, now, at, rollbackRound,
        rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts raised(int to) {
    return new GateFacts(Math.max(round, to), build, testRound, cutover, revoked, finalizeRound, held,
        heldAt, rollbackRound, rollbackReason, withdrawn, next, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts rollback(RollbackRequested e) {
    boolean first = e.getRound() > rollbackRound;
    return new GateFacts(round, build, testRound, cutover, revoked, finalizeRound, held, heldAt,
        first ? e.getRound() : rollbackRound, first ? e.getReason() : rollbackReason, withdrawn, next, registered,
        waivedRound, withoutTest, decidedAt, e.getOccurredAt(), waivedRounds);
  }

  /** What was to begin anew and is withdrawn once more does not. */
  private GateFacts withdrawal(int of) {
    return new GateFacts(Math.max(round, of), build, testRound, cutover, revoked, finalizeRound, held, heldAt,
        rollbackRound, rollbackReason, true, null, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  private GateFacts declaredAnew(Build settings) {
    return new GateFacts(settings.round(), build, testRound, cutover, revoked, finalizeRound, held, heldAt,
        rollbackRound, rollbackReason, true, settings, registered, waivedRound, withoutTest, decidedAt,
        rollbackAt, waivedRounds);
  }

  /** What else is known is told apart by its round or time. */
  GateFacts begunAnew() {
    return new GateFacts(round, next, testRound, cutover, revoked, finalizeRound, held, heldAt, rollbackRound,
        rollbackReason, false, null, round, waivedRound, false, decidedAt,
        rollbackAt, waivedRounds);
  }
}
