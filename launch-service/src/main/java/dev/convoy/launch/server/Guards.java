package dev.convoy.launch.server;

import dev.convoy.launch.slots.Purpose;
import java.time.Instant;

/** The safety rules of this service: what must be known before a server goes forward, and when it may go back. */
final class Guards {

  private Guards() {}

  /** Nothing goes forward while the server is held or to be withdrawn. */
  static boolean forward(LaunchState s) {
    return !s.gates().held() && !s.gates().withdrawn();
  }

  /** Rule 1: no test without its gate in this round. */
  static boolean mayTest(LaunchState s) {
    return s.round() > 0 && s.gates().testRound() == s.round() && s.gates().build() != null
        && !untested(s) && s.effort().attempt(LaunchEvents.ABANDON) == 0 && mayBegin(s);
  }

  /** A person's decision stands in for the test of this round. */
  static boolean mayGoUntested(LaunchState s) {
    return waived(s) && s.gates().build() != null && mayBegin(s);
  }

  private static boolean mayBegin(LaunchState s) {
    return isBound(s) && s.source().healthy() && forward(s) && !rollbackRequested(s);
  }

  /** No test of it is launched, whatever was authorized before. */
  static boolean untested(LaunchState s) {
    return s.gates().withoutTest();
  }

  private static boolean waived(LaunchState s) {
    return s.round() > 0 && s.gates().isWaived(s.round());
  }

  /** The agent is installed, since the server was registered. */
  private static boolean isBound(LaunchState s) {
    var binding = s.source().binding();
    return binding != null && binding.round() >= s.gates().registered();
  }

  /** The passed test counts if it is of this round and of the instance that was launched in it. */
  static boolean tested(LaunchState s) {
    return passed(s) && TestAge.counts(s);
  }

  /** Whether or not it still counts. */
  static boolean passed(LaunchState s) {
    var verdict = s.verdicts().test();
    var test = s.launches().test();
    return verdict != null && test != null && verdict.round() == s.round()
        && verdict.instanceId().equals(test.instanceId());
  }

  /** Passed, or waived by a person. */
  static boolean testSettled(LaunchState s) {
    return tested(s) || waived(s);
  }

  /** The cutover gate of this round is open. */
  static boolean authorized(LaunchState s, Instant now) {
    var gate = s.gates().cutover();
    return gate != null && gate.getRound() == s.round() && !s.gates().revoked() && now.isBefore(gate.getWindowEnd());
  }

  /** What a server needs to join its move group, and again before it is quiesced. */
  static boolean mayCutOver(LaunchState s, Instant now) {
    return authorized(s, now) && testSettled(s) && s.source().healthy() && forward(s) && !rollbackRequested(s);
  }

  static boolean mayQuiesce(LaunchState s, Instant now) {
    var group = s.membership();
    return group != null && group.slotsReserved() && group.quiesceNow() && mayCutOver(s, now);
  }

  static boolean quiesced(LaunchState s) {
    var quiesced = s.source().quiesced();
    return quiesced != null && quiesced.round() == s.round();
  }

  /** The drained state counts only if it follows the quiesce of this round. */
  static boolean drained(LaunchState s) {
    return quiesced(s) && s.source().quiesced() instanceof SourceFacts.Quiesce quiesced
        && quiesced.equals(s.source().drainedOf());
  }

  /** Rule 2: a passed, or by name waived, test, an open gate, slots, and a drained state read after the quiesce. */
  static boolean mayLaunch(LaunchState s, Instant now) {
    var group = s.membership();
    return group != null && group.slotsReserved() && group.launchNow() && authorized(s, now) && testSettled(s) && drained(s)
        && forward(s) && !rollingBack(s);
  }

  /** As rule 2 has it, for as long as the launch is not sent: what came to be known since may stop it, and let it go on. */
  static boolean mayGoOnLaunching(LaunchState s) {
    var gate = s.gates().cutover();
    return gate != null && gate.getRound() == s.round() && !s.gates().revoked() && !s.launches().windowOver() && testSettled(s)
        && drained(s) && forward(s) && !rollingBack(s);
  }

  /** Quiesced once more since the launch was begun: what was written in between is not on the target. */
  static boolean quiescedAnew(LaunchState s) {
    var ground = s.launches().ground();
    return ground != null && quiesced(s) && !ground.quiesce().equals(s.source().quiesced());
  }

  /** The same, and it was told. */
  static boolean outrun(LaunchState s) {
    var ground = s.launches().ground();
    return ground != null && ground.outrun();
  }

  /** The verification is of the instance that was launched. */
  static boolean verified(LaunchState s) {
    var verdict = s.verdicts().cutover();
    var cutover = s.launches().cutover();
    return verdict != null && cutover != null && verdict.round() == s.round()
        && verdict.instanceId().equals(cutover.instanceId());
  }

  /** What is revoked goes back instead; what does not go back can only be completed. */
  static boolean mayComplete(LaunchState s) {
    var group = s.membership();
    return group != null && group.accepted() && forward(s)
        && (!s.gates().revoked() && !outrun(s) || Parameters.gate(s).getWithoutRollback());
  }

  /** Rule 5: only asked in the phase that CutoverDone leads to. */
  static boolean mayFinalize(LaunchState s) {
    return s.gates().finalizeRound() == s.round() && forward(s);
  }

  /** A person or a policy asked for it, in this round. */
  static boolean rollbackRequested(LaunchState s) {
    return s.gates().rollbackRound() == s.round() && s.round() > 0;
  }

  /** The move group has decided it: from now on nothing but the way back. */
  static boolean rollingBack(LaunchState s) {
    return s.membership() != null && s.membership().rollback() != null;
  }

  static boolean granted(LaunchState s, Purpose purpose) {
    return s.slot() != null && s.slot().purpose() == purpose && s.slot().granted();
  }

  /** At rest: nothing is under way in AWS, so that the round may change. */
  static boolean atRest(LaunchState s) {
    return (s.phase() != Phase.TEST_SETTINGS && s.phase() != Phase.MARK_READY) || s.effort().pause() != null;
  }

  static boolean roundRaised(LaunchState s) {
    return s.gates().round() > s.round();
  }
}
