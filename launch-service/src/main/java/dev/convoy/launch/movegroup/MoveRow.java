package dev.convoy.launch.movegroup;

import dev.convoy.events.common.Tier;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.OfMember;
import dev.convoy.launch.movegroup.MoveMessage.Progress;

/**
 * A member of a move group.
 *
 * @param slot true while one of the group's slots is held for it
 */
public record MoveRow(int round, int attempt, Tier tier, Step step, boolean slot) {

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
    return new MoveRow(join.round(), join.attempt(), tier(join.tier()), Step.JOINED, false);
  }

  /** A server without a known tier counts as an application server. */
  private static Tier tier(Tier declared) {
    return declared == Tier.UNKNOWN ? Tier.APPLICATION : declared;
  }

  MoveRow at(Step next) {
    return new MoveRow(round, attempt, tier, next, slot);
  }

  MoveRow withSlot(boolean held) {
    return new MoveRow(round, attempt, tier, step, held);
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
