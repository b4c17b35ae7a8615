package dev.convoy.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The writing half of {@link EventSerde}, for {@code value.serializer}. */
public final class EventSerializer implements Serializer<SpecificRecord> {
  private final EventSerde serde;

  /** For Kafka, which calls {@link #configure} next. */
  public EventSerializer() {
    this(new EventSerde());
  }

  EventSerializer(EventSerde serde) {
    this.serde = serde;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    serde.configure(configs, isKey);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord event) {
    return event == null ? null : serde.encode(event);
  }

  @Override
  public void close() {
    serde.close();
  }
}
