package dev.convoy.kit.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a recorded history. A step begins with a record that was read, or with a tick, and goes on with what it
 * led to.
 *
 * @param kind what it tells
 * @param node processor of the topology, such as {@code launch-decider}
 * @param partition of its task
 * @param now wall clock of the step, epoch milliseconds
 * @param place full name of the topic; of the store for {@link Kind#PUT}; null for a tick
 * @param offset of a record that was read
 * @param timestamp of a record, epoch milliseconds
 * @param headers of a record, UTF-8
 * @param value as it is on Kafka; null for a tombstone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryLine(
    Kind kind,
    String node,
    int partition,
    long now,
    @Nullable String place,
    @Nullable Long offset,
    @Nullable Long timestamp,
    @Nullable String key,
    @Nullable Map<String, String> headers,
    byte @Nullable [] value) {

  /** What a line tells. */
  public enum Kind {
    /** A record was read. */
    READ,
    /** The time of a server or group had come. */
    TICK,
    /** A record was written to a topic. */
    WROTE,
    /** A value was put into a store, or removed. */
    PUT;

    /** True for the first line of a step. */
    public boolean begins() {
      return this == READ || this == TICK;
    }
  }

  /** The line as JSON. */
  public String toJson() {
    return JsonMapper.shared().writeValueAsString(this);
  }

  /** A line from JSON. Throws {@code tools.jackson.core.JacksonException} if it is none. */
  public static HistoryLine fromJson(String json) {
    return JsonMapper.shared().readValue(json, HistoryLine.class);
  }
}
