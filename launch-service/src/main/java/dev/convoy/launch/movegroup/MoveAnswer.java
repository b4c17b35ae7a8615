package dev.convoy.launch.movegroup;

import java.util.List;

/** What a move group tells a member. Answers to an older membership (round, attempt) are ignored. */
public sealed interface MoveAnswer {

  String serverId();

  int round();

  int attempt();

  /** Slots for all members are reserved. */
  record SlotsReserved(String serverId, int round, int attempt) implements MoveAnswer {}

  /** All tiers in front are quiesced: it is this server's turn. */
  record QuiesceNow(String serverId, int round, int attempt) implements MoveAnswer {}

  /** All members are drained. */
  record LaunchNow(String serverId, int round, int attempt) implements MoveAnswer {}

  /** The verification counts: all tiers behind are verified too. */
  record VerificationAccepted(String serverId, int round, int attempt) implements MoveAnswer {}

  /** All members go back to their source. */
  record RollBackNow(String serverId, int round, int attempt, String reason) implements MoveAnswer {}

  /**
   * The members would go back to their source, but some do not, so none does: a person is needed.
   *
   * @param number rises with each time that it is told
   * @param reason why they would go back
   * @param staying those who do not, at most five
   */
  record RollbackWithheld(String serverId, int round, int attempt, int number, String reason, List<String> staying)
      implements MoveAnswer {}

  /** The group cannot be moved as it is; nothing was touched, and the server is a member no longer. */
  record MoveRefused(String serverId, int round, int attempt, String code, String message, String remedy)
      implements MoveAnswer {}
}
