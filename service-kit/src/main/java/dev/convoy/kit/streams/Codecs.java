package dev.convoy.kit.streams;

import dev.convoy.schemas.registry.SchemaRegistry;
import dev.convoy.schemas.serde.EventSerde;
import dev.convoy.schemas.serde.RecordSerde;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/** Bytes to values and back, one serde per type, all on one registry. */
public final class Codecs {

  private final SchemaRegistry registry;
  private final EventSerde events;
  private final Map<Class<?>, RecordSerde<?>> records = new ConcurrentHashMap<>();

  public Codecs(SchemaRegistry registry) {
    this.registry = registry;
    this.events = new EventSerde(registry);
  }

  /** Full name of the schema that the bytes were written with, without decoding them. */
  public String typeOf(byte[] value) {
    return events.fullName(value);
  }

  /** Has the registry know how events of a type are written before there is one. */
  public void publishEvent(Class<? extends SpecificRecord> type) {
    events.publish(type);
  }

  /** The same for a private record, or each of a sealed family of them. */
  public void publishRecord(Class<?> type) {
    of(type).publish();
  }

  public SpecificRecord event(String topic, byte[] value) {
    return events.deserializer().deserialize(topic, value);
  }

  public byte[] event(String topic, SpecificRecord value) {
    return events.serializer().serialize(topic, value);
  }

  /** A private record, or one of a sealed family of them. */
  @SuppressWarnings("unchecked")
  public <T> RecordSerde<T> of(Class<T> type) {
    return (RecordSerde<T>) records.computeIfAbsent(type, t -> RecordSerde.of(t, registry));
  }

  public <T> T read(Class<T> type, String topic, byte[] value) {
    return of(type).deserializer().deserialize(topic, value);
  }

  public <T> byte[] write(Class<T> type, String topic, T value) {
    return of(type).serializer().serialize(topic, value);
  }
}
