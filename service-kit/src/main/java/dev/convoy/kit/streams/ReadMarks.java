package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Origin;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far a processor has read each topic of its partition, kept with its state in the same transaction. Offsets may go
 * back: a person resets them, or the broker forgets those of a group that was away for longer than
 * {@code offsets.retention.minutes}. What was read then comes again, and must not act again.
 *
 * <p>A topic that was made anew begins with offset 0 too; its records are newer than the newest that was read, and are
 * taken.
 */
final class ReadMarks {

  private static final String SUFFIX = "-read";

  private final String store;
  private KeyValueStore<String, byte[]> marks;

  /** @param processor whose marks they are */
  @SuppressWarnings("NullAway.Init") // set by open
  ReadMarks(String processor) {
    this.store = store(processor);
  }

  static String store(String processor) {
    return processor + SUFFIX;
  }

  /** True for a store of marks. */
  static boolean isStore(String name) {
    return name.endsWith(SUFFIX);
  }

  void open(ProcessorContext<?, ?> context) {
    marks = context.getStateStore(store);
  }

  /** True if it was read before; else it is marked as read. */
  boolean again(Origin origin) {
    var stored = marks.get(origin.topic());
    var newest = origin.timestamp();
    if (stored != null) {
      var mark = ByteBuffer.wrap(stored);
      long offset = mark.getLong();
      long timestamp = mark.getLong();
      if (origin.offset() <= offset && origin.timestamp() <= timestamp) {
        return true;
      }
      newest = Math.max(newest, timestamp);
    }
    marks.put(origin.topic(), ByteBuffer.allocate(2 * Long.BYTES).putLong(origin.offset()).putLong(newest).array());
    return false;
  }
}
