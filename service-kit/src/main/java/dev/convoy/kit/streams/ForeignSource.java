package dev.convoy.kit.streams;

import dev.convoy.kit.core.Emitter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic that others write. Its records are turned into private messages under our own key before they touch state.
 *
 * @param topic base name in the catalogue
 */
public record ForeignSource(String topic, Adapter adapter) {

  /** Turns a foreign record into a message; it refuses nothing, the decider does. */
  @FunctionalInterface
  public interface Adapter {

    /**
     * Adapts one record.
     *
     * @param event null for a tombstone
     * @param origin topic, partition and offset, for messages to people
     */
    Emitter.Send adapt(String key, @Nullable SpecificRecord event, String origin);
  }
}
