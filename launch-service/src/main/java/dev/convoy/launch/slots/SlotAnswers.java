package dev.convoy.launch.slots;

import dev.convoy.kit.core.Emitter;

/** Brings the pool's answers to whoever asked. */
public interface SlotAnswers {

  void granted(SlotMessage.RequestSlots request, Emitter out);

  /** The request can never be granted. */
  void refused(SlotMessage.RequestSlots request, int capacity, Emitter out);
}
