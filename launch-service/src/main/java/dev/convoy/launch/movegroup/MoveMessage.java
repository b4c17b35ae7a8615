package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Tier;
import java.time.Instant;

/** What a move group is told, by its members and by the slot pool. */
public sealed interface MoveMessage {

  /** From or about a member. Messages of an older membership (round, attempt) are ignored. */
  sealed interface OfMember extends MoveMessage {
    String serverId();

    int round();

    int attempt();
  }

  /**
   * A server is ready to be moved: authorized, tested, healthy, its launch settings written.
   *
   * @param account account and region, as the slot pool is keyed
   * @param size servers of the group; nothing goes on before all have joined
   * @param windowEnd no launch after this
   * @param backOutBy by then users are served again
   * @param stays a person has decided that it does not go back once it was told to launch
   */
  record JoinMoveGroup(
      String serverId, int round, int attempt, Tier tier, String account, String waveId, int size, GroupPolicy policy,
      Instant windowEnd, Instant backOutBy, boolean stays) implements OfMember {}

  /** A member has got so far. */
  record MemberReached(String serverId, int round, int attempt, Progress progress) implements OfMember {}

  /** A member cannot go on without a person. */
  record MemberFailed(String serverId, int round, int attempt, String reason) implements OfMember {}

  /** A member leaves: revoked, rolled back, withdrawn or finalized. It takes part in no job any more. */
  record LeaveMoveGroup(String serverId, int round, int attempt) implements OfMember {}

  /**
   * A member is to be rolled back, and so are all.
   *
   * @param number rises with each time that the member asks
   */
  record RollbackAsked(String serverId, int round, int attempt, String reason, int number) implements OfMember {}

  /** A person has decided that a member may go back after all. */
  record ReturnAllowed(String serverId, int round, int attempt) implements OfMember {}

  /** The pool has granted all slots of a request. */
  record SlotsGranted(int ask) implements MoveMessage {}

  /** The pool can never grant so many slots. */
  record SlotsRefused(int ask, int capacity) implements MoveMessage {}

  /** How far a member can say that it is. */
  enum Progress {
    QUIESCED,
    DRAINED,
    LAUNCHED,
    VERIFIED,
    /** Served by the target; told by the server after its verification was accepted. */
    DONE
  }
}
