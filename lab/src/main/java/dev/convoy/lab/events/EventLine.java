package dev.convoy.lab.events;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event as it stands on a topic.
 *
 * @param topic where it stands
 * @param partition of the topic
 * @param offset in the partition
 * @param key server or wave id
 * @param type simple name, {@code AgentInstalled}
 * @param fields by name: text, numbers, booleans, {@link Instant}s, lists, maps; nulls are left out
 */
public record EventLine(
    String topic, int partition, long offset, String key, String type, Map<String, Object> fields) {

  /** When it happened; the epoch when the event does not say. */
  public Instant occurredAt() {
    return time("occurredAt").or(() -> time("updatedAt")).orElse(Instant.EPOCH);
  }

  /** Round of the server; 0 for events about something else. */
  public int round() {
    return fields.get("round") instanceof Integer round ? round : 0;
  }

  public Optional<String> text(String field) {
    return Optional.ofNullable(fields.get(field)).map(Object::toString);
  }

  public Optional<Instant> time(String field) {
    return fields.get(field) instanceof Instant time ? Optional.of(time) : Optional.empty();
  }

  /** Value of a field, or of a field of a record in it by {@code parked.code}; null when it is not there. */
  public @Nullable Object at(String path) {
    Object value = fields;
    for (String name : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  /** The event for a person: {@code TestPassed of web-014 round 1 at 12:00:01.250Z (convoy.validation.events/2@17)}. */
  @Override
  public String toString() {
    return type + " of " + key + (round() > 0 ? " round " + round() : "") + " at " + occurredAt() + " (" + topic + "/"
        + partition + "@" + offset + ")";
  }
}
