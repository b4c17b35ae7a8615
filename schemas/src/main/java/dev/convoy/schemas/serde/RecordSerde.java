package dev.convoy.schemas.serde;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.records.RecordCodec;
import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.SchemaRegistry;
import dev.convoy.schemas.serde.SchemaIds.ValueWriter;
import dev.convoy.schemas.serde.UndecodableException.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Plain Java records in Confluent's wire format, through {@link RecordCodec}. Each record of a sealed type is a subject
 * of its own, its full name; on reading, the writer's name says which of them it is. Safe for use by many threads.
 *
 * @param <T> a record, or a sealed interface of records
 */
public final class RecordSerde<T> implements Serde<T> {
  private record Reader(DatumReader<Object> reader, RecordCodec<?> codec, String name) {}

  private record Writer(ValueWriter writer, RecordCodec<Object> codec) {}

  private final Class<T> type;
  private final SchemaRegistry registry;
  private final SchemaIds ids;
  private final Map<String, RecordCodec<?>> byName;
  private final Map<Class<?>, RecordCodec<?>> byClass;
  private final ConcurrentMap<Class<?>, Writer> writers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Reader> readers = new ConcurrentHashMap<>();

  private RecordSerde(Class<T> type, SchemaRegistry registry, SchemaIds ids) {
    this.type = type;
    this.registry = registry;
    this.ids = ids;
    this.byClass = RecordCodec.members(type);
    this.byName = byClass.values().stream()
        .collect(Collectors.toUnmodifiableMap(codec -> codec.schema().getFullName(), Function.identity()));
  }

  /**
   * A serde that registers its schemas as it needs them. The caller closes the registry.
   *
   * @throws IllegalArgumentException if the type cannot be mapped
   */
  public static <T> RecordSerde<T> of(Class<T> type, SchemaRegistry registry) {
    return new RecordSerde<>(type, registry, SchemaIds.AUTO_REGISTER);
  }

  /**
   * A serde that treats schemas as the configuration says ({@code auto.register.schemas}, {@code use.latest.version}).
   *
   * @throws IllegalArgumentException if the type cannot be mapped
   */
  public static <T> RecordSerde<T> of(Class<T> type, SchemaRegistry registry, Map<String, ?> config) {
    return new RecordSerde<>(type, registry, SchemaIds.from(config));
  }

  @Override
  public Serializer<T> serializer() {
    return (topic, value) -> value == null ? null : encode(value);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (topic, value) -> value == null ? null : decode(value);
  }

  /**
   * The value as bytes.
   *
   * @throws RegistryException if the registry refuses the schema or cannot be asked
   */
  public byte[] encode(T value) {
    Writer writer = writers.get(value.getClass());
    if (writer == null) {
      writer = writerOf(value.getClass());
      writers.put(value.getClass(), writer);
    }
    return writer.writer().write(writer.codec().toAvro(value));
  }

  /**
   * Settles how values of each record of the type are written before there is one.
   *
   * @throws RegistryException if the registry refuses a schema or cannot be asked
   */
  public void publish() {
    byClass.keySet().forEach(member -> writers.put(member, writerOf(member)));
  }

  @SuppressWarnings("unchecked")
  private Writer writerOf(Class<?> member) {
    RecordCodec<?> codec = byClass.get(member);
    if (codec == null) {
      throw new IllegalArgumentException(member.getName() + " is no " + type.getName());
    }
    return new Writer(ids.writer(registry, codec.schema()), (RecordCodec<Object>) codec);
  }

  /**
   * The value in the bytes.
   *
   * @throws UndecodableException if they hold none of this type
   * @throws RegistryException if the registry cannot be asked
   */
  public T decode(byte[] value) {
    int id = WireFormat.schemaId(value);
    Reader reader = readers.get(id);
    if (reader == null) {
      reader = readerOf(WriterSchemas.byId(registry, id));
      readers.put(id, reader);
    }
    Object datum = WireFormat.decode(value, reader.name(), reader.reader());
    try {
      return type.cast(reader.codec().fromAvro(datum));
    } catch (RuntimeException e) {
      throw new UndecodableException(Reason.CORRUPT, "the values are no valid " + reader.name() + ": " + e, e);
    }
  }

  @SuppressWarnings("unchecked")
  private Reader readerOf(Schema writer) {
    String name = writer.getFullName();
    RecordCodec<?> codec = byName.get(name);
    if (codec == null) {
      throw new UndecodableException(Reason.WRONG_TYPE, name + " is no " + type.getName());
    }
    return new Reader(
        (DatumReader<Object>) AvroModel.get().createDatumReader(writer, codec.schema()), codec, name);
  }
}
