package dev.convoy.schemas.serde;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.SchemaRegistries;
import dev.convoy.schemas.registry.SchemaRegistry;
import dev.convoy.schemas.serde.SchemaIds.ValueWriter;
import dev.convoy.schemas.serde.UndecodableException.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Events in Confluent's wire format; the subject is the event's full name. Safe for use by many threads.
 *
 * <p>Configured by Confluent's property names: those of {@link SchemaRegistries#from} and {@code auto.register.schemas}
 * (true by default), {@code use.latest.version}, {@code value.subject.name.strategy} (only RecordNameStrategy).
 */
public final class EventSerde implements Serde<SpecificRecord> {
  private record Reader(Schema writer, @Nullable DatumReader<Object> reader) {}

  private final ConcurrentMap<Class<?>, ValueWriter> writers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Reader> readers = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistry registry;
  private SchemaIds ids = SchemaIds.AUTO_REGISTER;
  private boolean ownsRegistry;

  /** For Kafka, which calls {@link #configure} next. */
  public EventSerde() {}

  /** With a registry that the caller closes. */
  public EventSerde(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (isKey) {
      throw new IllegalArgumentException("events are values, keys are strings");
    }
    ids = SchemaIds.from(configs);
    if (registry == null) {
      registry = SchemaRegistries.from(configs);
      ownsRegistry = true;
    }
  }

  @Override
  public void close() {
    if (ownsRegistry) {
      registry().close();
    }
  }

  @Override
  public Serializer<SpecificRecord> serializer() {
    return new EventSerializer(this);
  }

  @Override
  public Deserializer<SpecificRecord> deserializer() {
    return new EventDeserializer(this);
  }

  /**
   * The event as bytes.
   *
   * @throws RegistryException if the registry refuses the schema or cannot be asked
   */
  public byte[] encode(SpecificRecord event) {
    ValueWriter writer = writers.get(event.getClass());
    if (writer == null) {
      writer = ids.writer(registry(), event.getSchema());
      writers.put(event.getClass(), writer);
    }
    return writer.write(event);
  }

  /**
   * Settles how events of a type are written before there is one.
   *
   * @throws RegistryException if the registry refuses the schema or cannot be asked
   */
  public void publish(Class<? extends SpecificRecord> type) {
    writers.put(type, ids.writer(registry(), AvroModel.get().getSchema(type)));
  }

  /**
   * The event in the bytes, in today's shape.
   *
   * @throws UndecodableException if they hold none that this version knows
   * @throws RegistryException if the registry cannot be asked
   */
  public SpecificRecord decode(byte[] value) {
    Reader entry = reader(value);
    if (entry.reader() == null) {
      throw new UndecodableException(
          Reason.WRONG_TYPE, entry.writer().getFullName() + " is no event of this version");
    }
    return (SpecificRecord) WireFormat.decode(value, entry.writer().getFullName(), entry.reader());
  }

  /**
   * Full name of the type in the bytes, for example {@code dev.convoy.events.agent.AgentInstalled}; nothing is decoded.
   *
   * @throws UndecodableException if the bytes have no id or one that the registry does not know
   * @throws RegistryException if the registry cannot be asked
   */
  public String fullName(byte[] value) {
    return reader(value).writer().getFullName();
  }

  private Reader reader(byte[] value) {
    int id = WireFormat.schemaId(value);
    Reader known = readers.get(id);
    if (known != null) {
      return known;
    }
    Reader made = readerOf(WriterSchemas.byId(registry(), id));
    readers.put(id, made);
    return made;
  }

  @SuppressWarnings("unchecked")
  private static Reader readerOf(Schema writer) {
    boolean event = writer.getType() == Schema.Type.RECORD && AvroModel.isEventName(writer.getFullName());
    Class<?> type = event ? AvroModel.get().getClass(writer) : null;
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      return new Reader(writer, null);
    }
    Schema today = AvroModel.get().getSchema(type);
    return new Reader(writer, (DatumReader<Object>) AvroModel.get().createDatumReader(writer, today));
  }

  private SchemaRegistry registry() {
    if (registry == null) {
      throw new IllegalStateException("neither given a registry nor configured");
    }
    return registry;
  }
}
