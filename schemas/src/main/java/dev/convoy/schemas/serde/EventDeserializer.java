package dev.convoy.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The reading half of {@link EventSerde}, for {@code value.deserializer}. */
public final class EventDeserializer implements Deserializer<SpecificRecord> {
  private final EventSerde serde;

  /** For Kafka, which calls {@link #configure} next. */
  public EventDeserializer() {
    this(new EventSerde());
  }

  EventDeserializer(EventSerde serde) {
    this.serde = serde;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    serde.configure(configs, isKey);
  }

  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] value) {
    return value == null ? null : serde.decode(value);
  }

  @Override
  public void close() {
    serde.close();
  }
}
