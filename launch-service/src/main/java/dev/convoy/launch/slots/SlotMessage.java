package dev.convoy.launch.slots;

/** What a slot pool is told. Requests and releases belong together by (holder, purpose, round, attempt). */
public sealed interface SlotMessage {

  /** Server id, or id of a move group. */
  String holder();

  Purpose purpose();

  int round();

  int attempt();

  /**
   * Asks for slots; all or none are granted.
   *
   * @param group true when the holder is a move group, which is answered elsewhere than a server
   * @param count slots, one per source server, at least 1
   */
  record RequestSlots(
      String holder, boolean group, Purpose purpose, int round, int attempt, int count, String waveId)
      implements SlotMessage {}

  /**
   * Gives slots back, or withdraws a request. A repeat has no effect.
   *
   * @param keep slots that are still held, 0 = none
   */
  record ReleaseSlots(String holder, Purpose purpose, int round, int attempt, int keep) implements SlotMessage {}
}
