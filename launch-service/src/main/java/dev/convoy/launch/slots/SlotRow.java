package dev.convoy.launch.slots;

import dev.convoy.launch.slots.SlotMessage.RequestSlots;

/**
 * A request in the pool.
 *
 * @param sequence order of arrival
 * @param held slots held now; 0 while it waits
 * @param batch number of the grant that it came with, from 1; 0 while it waits
 */
public record SlotRow(RequestSlots request, long sequence, int held, long batch) {

  static SlotRow waiting(RequestSlots request, long sequence) {
    return new SlotRow(request, sequence, 0, 0);
  }

  SlotRow granted(long number) {
    return new SlotRow(request, sequence, request.count(), number);
  }

  SlotRow keeping(int slots) {
    return new SlotRow(request, sequence, slots, batch);
  }

  boolean isWaiting() {
    return batch == 0;
  }

  /** Below 0, 0 or above 0 when this request is older than, the same as or newer than what the message belongs to. */
  int comparedTo(SlotMessage message) {
    int byRound = Integer.compare(request.round(), message.round());
    return byRound != 0 ? byRound : Integer.compare(request.attempt(), message.attempt());
  }
}
