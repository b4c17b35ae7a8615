package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Rows;
import dev.convoy.launch.movegroup.MoveGroup.Phase;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.LeaveMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.MemberFailed;
import dev.convoy.launch.movegroup.MoveMessage.MemberReached;
import dev.convoy.launch.movegroup.MoveMessage.OfMember;
import dev.convoy.launch.movegroup.MoveMessage.ReturnAllowed;
import dev.convoy.launch.movegroup.MoveMessage.RollbackAsked;
import dev.convoy.launch.movegroup.MoveMessage.SlotsGranted;
import dev.convoy.launch.movegroup.MoveMessage.SlotsRefused;
import dev.convoy.launch.movegroup.MoveRow.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the servers of an application together: slots for all, then all quiesced (web before application before
 * database), all drained, all launched at once, verified database first. If one fails, the policy says whether all go
 * back at once or a person has time until shortly before {@code backOutBy}. A member that a person has decided about so
 * keeps all from going back, once they were told to launch.
 */
public final class MoveGroupDecider implements GroupDecider<MoveGroup, MoveRow> {

  private static final String LATE = "not done in time for the end of the back-out time";

  private final MoveSettings settings;

  public MoveGroupDecider(MoveSettings settings) {
    this.settings = settings;
  }

  @Override
  public MoveGroup initial(String group) {
    return MoveGroup.empty(group, 0);
  }

  @Override
  public @Nullable Instant wakeAt(MoveGroup group) {
    return group.deadline(settings);
  }

  @Override
  public MoveGroup decide(MoveGroup group, Rows<MoveRow> rows, @Nullable Record message, Emitter out, Instant now) {
    var members = new Members(group.id(), rows, out);
    var deadline = group.deadline(settings);
    var inTime = deadline != null && !now.isBefore(deadline) ? late(group, members) : group;
    var told = message instanceof MoveMessage m ? tell(inTime, members, m) : inTime;
    var next = settled(told, members);
    return members.isEmpty() ? MoveGroup.empty(next.id(), next.asked()) : next;
  }

  private static MoveGroup tell(MoveGroup group, Members members, MoveMessage message) {
    return switch (message) {
      case JoinMoveGroup join -> join(group, members, join);
      case SlotsGranted granted -> granted(group, members, granted);
      case SlotsRefused refused -> refused(group, members, refused);
      case OfMember said -> members.has(said) ? ofMember(group, members, said) : group;
    };
  }

  private static MoveGroup ofMember(MoveGroup group, Members members, OfMember message) {
    return switch (message) {
      case JoinMoveGroup join -> group;
      case MemberReached reached -> reached(group, members, reached);
      case MemberFailed failed -> failed(group, members, failed.serverId() + ": " + failed.reason());
      case LeaveMoveGroup left -> left(group, members, left);
      case RollbackAsked asked -> members.anyStaying() && !members.isNews(asked) ? group
          : rollBack(group, members, asked.reason(), List.of(asked.serverId()));
      case ReturnAllowed allowed -> returnAllowed(group, members, allowed);
    };
  }

  private static MoveGroup join(MoveGroup group, Members members, JoinMoveGroup join) {
    var underWay = switch (group.phase()) {
      case GATHERING, RESERVING, ROLLING_BACK -> false;
      case QUIESCING, LAUNCHING, WITHHELD, MOVED -> true;
    };
    if (underWay && !members.has(join)) {
      members.refuse(join, "CVY-4303", "the other servers of the application are being moved already",
          "wait until they are done or rolled back, then retry");
      return group;
    }
    if (!members.join(join)) {
      return group;
    }
    var planned = group.planned(MoveGroup.Plan.of(join));
    return group.phase() == Phase.RESERVING ? members.withdrawRequest(planned).in(Phase.GATHERING) : planned;
  }

  private static MoveGroup granted(MoveGroup group, Members members, SlotsGranted granted) {
    var plan = group.plan();
    if (plan == null || group.phase() != Phase.RESERVING || granted.ask() != group.asked()) {
      return group;
    }
    members.reserved();
    return group.holding(members.count()).in(Phase.QUIESCING);
  }

  private static MoveGroup refused(MoveGroup group, Members members, SlotsRefused refused) {
    var plan = group.plan();
    if (plan == null || group.phase() != Phase.RESERVING || refused.ask() != group.asked()) {
      return group;
    }
    members.refuse("CVY-4301", "the application has " + members.count() + " servers, the account and region has room for "
        + refused.capacity() + " in active jobs", "split the application, or raise convoy.launch.slots.servers");
    return group.in(Phase.GATHERING);
  }

  private static MoveGroup reached(MoveGroup group, Members members, MemberReached reached) {
    members.reached(reached);
    return members.releaseSlots(group);
  }

  private static MoveGroup failed(MoveGroup group, Members members, String reason) {
    var plan = group.plan();
    var inOutage = group.phase() == Phase.QUIESCING || group.phase() == Phase.LAUNCHING;
    return inOutage && plan != null && plan.policy() == GroupPolicy.ROLLBACK && !members.anyStaying()
        ? rollBack(group, members, reason, List.of()) : group;
  }

  /**
   * Sends all back, unless one stays: an application is not torn apart.
   *
   * @param asking who is told then that nobody goes back
   */
  private static MoveGroup rollBack(MoveGroup group, Members members, String reason, List<String> asking) {
    if (group.phase() == Phase.ROLLING_BACK) {
      return group;
    }
    if (members.anyStaying()) {
      return members.withhold(group, asking, reason);
    }
    members.rollBack(reason);
    return group.phase() == Phase.RESERVING ? members.withdrawRequest(group).in(Phase.ROLLING_BACK)
        : group.in(Phase.ROLLING_BACK);
  }

  private static MoveGroup left(MoveGroup group, Members members, LeaveMoveGroup left) {
    var moved = members.isMoved(left.serverId());
    members.remove(left.serverId());
    return switch (group.phase()) {
      case GATHERING, MOVED -> group;
      case RESERVING -> members.withdrawRequest(group).in(Phase.GATHERING);
      case QUIESCING, LAUNCHING, WITHHELD -> moved ? group : rollBack(members.releaseSlots(group), members,
          left.serverId() + " has left, so the others cannot be moved", List.of());
      case ROLLING_BACK -> members.releaseSlots(group);
    };
  }

  private MoveGroup late(MoveGroup group, Members members) {
    if (group.phase() == Phase.QUIESCING || group.phase() == Phase.LAUNCHING) {
      if (!members.anyStaying()) {
        return rollBack(group, members, LATE, List.of());
      }
      return members.withhold(group, members.waiting(), LATE).in(Phase.WITHHELD);
    }
    var released = group.phase() == Phase.RESERVING ? members.withdrawRequest(group) : group;
    members.refuse("CVY-4302", "too little time is left in the window to begin; nothing was touched",
        "give the wave another window");
    return released.in(Phase.GATHERING);
  }

  /** Like any other from now on: what should have gone back by now goes back. */
  private static MoveGroup returnAllowed(MoveGroup group, Members members, ReturnAllowed allowed) {
    members.mayReturn(allowed.serverId());
    return group.phase() == Phase.WITHHELD && !members.anyStaying() ? rollBack(group, members, LATE, List.of()) : group;
  }

  /** One step may make the next one possible, and no message need come to look at it. */
  private static MoveGroup settled(MoveGroup group, Members members) {
    var next = advance(group, members);
    return next.phase() == group.phase() ? next : settled(next, members);
  }

  /** What follows from where the members are now. */
  private static MoveGroup advance(MoveGroup group, Members members) {
    var plan = group.plan();
    return switch (group.phase()) {
      case GATHERING -> plan != null && members.count() >= plan.size() ? members.askForSlots(group, plan) : group;
      case RESERVING, MOVED -> group;
      case QUIESCING -> {
        members.quiesceNextTier();
        yield plan != null && members.count() >= plan.size() && members.all(Step.DRAINED) ? members.launch(group)
            : group;
      }
      case LAUNCHING, WITHHELD -> {
        members.acceptVerified();
        yield members.all(Step.DONE) ? group.in(Phase.MOVED) : group;
      }
      case ROLLING_BACK -> members.noneLeaving() ? group.in(Phase.GATHERING) : group;
    };
  }
}
