package dev.convoy.launch.movegroup;

import dev.convoy.events.common.Tier;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.OfMember;
import dev.convoy.launch.movegroup.MoveMessage.Progress;

/**
 * A member of a move group.
 *
 * @param slot true while one of the group's slots is held for it
 * @param stays true if it does not go back once it was told to launch
 * @param asked number of the last rollback that it asked for in vain; 0 = none
 */
public record MoveRow(int round, int attempt, Tier tier, Step step, boolean slot, boolean stays, int asked) {

  /** How far a member is, in order; LEAVING once it was told to go back. */
  public enum Step {
    JOINED,
    QUIESCING,
    QUIESCED,
    DRAINED,
    LAUNCHING,
    LAUNCHED,
    VERIFIED,
    ACCEPTED,
    DONE,
    LEAVING;

    boolean atLeast(Step other) {
      return compareTo(other) >= 0;
    }
  }

  static MoveRow joined(JoinMoveGroup join) {
    return new MoveRow(join.round(), join.attempt(), tier(join.tier()), Step.JOINED, false, join.stays(), 0);
  }

  /** A server without a known tier counts as an application server. */
  private static Tier tier(Tier declared) {
    return declared == Tier.UNKNOWN ? Tier.APPLICATION : declared;
  }

  MoveRow at(Step next) {
    return new MoveRow(round, attempt, tier, next, slot, stays, asked);
  }

  MoveRow withSlot(boolean held) {
    return new MoveRow(round, attempt, tier, step, held, stays, asked);
  }

  MoveRow asking(int number) {
    return new MoveRow(round, attempt, tier, step, slot, stays, number);
  }

  MoveRow mayReturn() {
    return new MoveRow(round, attempt, tier, step, slot, false, asked);
  }

  /** True once its target may have run, and it is not to go back from there. */
  boolean isStaying() {
    return stays && step.atLeast(Step.LAUNCHING) && step != Step.LEAVING;
  }

  /** The same row, further on if the member says more than was known. */
  MoveRow reached(Progress progress) {
    var said = switch (progress) {
      case QUIESCED -> Step.QUIESCED;
      case DRAINED -> Step.DRAINED;
      case LAUNCHED -> Step.LAUNCHED;
      case VERIFIED -> Step.VERIFIED;
      case DONE -> Step.DONE;
    };
    return step.atLeast(said) ? this : at(said).withSlot(slot && !said.atLeast(Step.LAUNCHED));
  }

  boolean isOlderThan(OfMember message) {
    return round < message.round() || (round == message.round() && attempt < message.attempt());
  }

  boolean isOf(OfMember message) {
    return round == message.round() && attempt == message.attempt();
  }
}
