package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is common to the members of a move group.
 *
 * @param asked number of the last request for slots; 0 = none yet
 * @param slots slots held of it
 * @param plan what the members brought along; null while there is none
 * @param withheld how often a rollback was withheld, because a member does not go back
 */
public record MoveGroup(String id, Phase phase, int asked, int slots, @Nullable Plan plan, int withheld) {

  /** What the group as a whole is at. */
  public enum Phase {
    /** Members come in; nothing is held for them. */
    GATHERING,
    /** All are in and slots are asked for. */
    RESERVING,
    /** Slots are held; tier by tier is quiesced, until all are drained. */
    QUIESCING,
    /** All launch, and are verified, and switched. */
    LAUNCHING,
    /** As LAUNCHING, but its back-out time has come, and a member does not go back: people complete it or let it go back. */
    WITHHELD,
    /** All are served by their targets. A rollback is still possible. */
    MOVED,
    /** All go back. */
    ROLLING_BACK
  }

  /** Size, policy and times, from the gate; account and wave for the slots. */
  public record Plan(
      String account, String waveId, int size, GroupPolicy policy, Instant windowEnd, Instant backOutBy) {

    static Plan of(JoinMoveGroup join) {
      return new Plan(join.account(), join.waveId(), join.size(), join.policy(), join.windowEnd(), join.backOutBy());
    }
  }

  static MoveGroup empty(String id, int asked) {
    return new MoveGroup(id, Phase.GATHERING, asked, 0, null, 0);
  }

  MoveGroup in(Phase next) {
    return new MoveGroup(id, next, asked, slots, plan, withheld);
  }

  MoveGroup planned(Plan by) {
    return new MoveGroup(id, phase, asked, slots, by, withheld);
  }

  MoveGroup withholding() {
    return new MoveGroup(id, phase, asked, slots, plan, withheld + 1);
  }

  MoveGroup asking() {
    return new MoveGroup(id, Phase.RESERVING, asked + 1, 0, plan, withheld);
  }

  MoveGroup holding(int held) {
    return new MoveGroup(id, phase, asked, held, plan, withheld);
  }

  /** When the group has to be looked at though nobody says anything; null = never. */
  @Nullable Instant deadline(MoveSettings settings) {
    if (plan == null) {
      return null;
    }
    return switch (phase) {
      case GATHERING, RESERVING -> earlier(plan.windowEnd(), plan.backOutBy().minus(settings.needs()));
      case QUIESCING, LAUNCHING -> plan.backOutBy().minus(settings.rollbackLead());
      case WITHHELD, MOVED, ROLLING_BACK -> null;
    };
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
