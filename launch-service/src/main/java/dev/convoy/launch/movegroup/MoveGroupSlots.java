package dev.convoy.launch.movegroup;

import dev.convoy.kit.core.Emitter;
import dev.convoy.launch.slots.SlotAnswers;
import dev.convoy.launch.slots.SlotGranted;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;

/** Answers of the slot pool to servers and to move groups. A request of one slot is never refused. */
public final class MoveGroupSlots implements SlotAnswers {

  @Override
  public void granted(RequestSlots request, Emitter out) {
    if (request.group()) {
      out.send("launch.move-requests", request.holder(), new MoveMessage.SlotsGranted(request.round()));
    } else {
      out.send("launch.slot-answers", request.holder(),
          new SlotGranted(request.holder(), request.purpose(), request.round(), request.attempt()));
    }
  }

  @Override
  public void refused(RequestSlots request, int capacity, Emitter out) {
    if (request.group()) {
      out.send("launch.move-requests", request.holder(), new MoveMessage.SlotsRefused(request.round(), capacity));
    }
  }
}
