package dev.convoy.kit.core;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Collects what one decision publishes, in order. Lives for one decision only. */
public final class Emitter {

  private final List<SpecificRecord> events = new ArrayList<>();
  private final List<Send> sends = new ArrayList<>();

  /** Publishes an event on the topic that the catalogue names for its type; its first field is the key. */
  public void emit(SpecificRecord event) {
    events.add(event);
  }

  /** Sends a private message to a group or its answer to a member. */
  public void send(String topic, String key, Record message) {
    sends.add(new Send(topic, key, message));
  }

  public List<SpecificRecord> events() {
    return List.copyOf(events);
  }

  public List<Send> sends() {
    return List.copyOf(sends);
  }

  /**
   * A private message.
   *
   * @param topic name in the catalogue, without prefix
   */
  public record Send(String topic, String key, Record message) {}
}
