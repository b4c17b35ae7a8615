package dev.convoy.schemas.records;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Maps a plain Java record, or a sealed interface of records, to Avro and back, so that the pure core keeps its own
 * types and its stored form still follows the rules of schema history.
 *
 * <p>A record becomes an Avro record named after its package and simple name. Components: {@code String}, {@code
 * boolean}, {@code int}, {@code long}, {@code double} and their boxes; {@code Instant} (timestamp-millis, truncated);
 * {@code Duration} (long milliseconds, truncated); enums; {@code List}, {@code Set}, {@code Map} (keys: strings, value
 * types, enums); nested records; sealed interfaces of records (a union); generated classes of {@code
 * dev.convoy.events}. A record with one {@code String} component, such as {@code ServerId}, is a plain string where it
 * is used. {@code @Nullable} makes a union with null.
 *
 * <p>Every field has a natural default (null, empty, 0, false, UNKNOWN or the first constant), so that adding a
 * component is compatible; only nested records and sealed types without {@code @Nullable} have none. An enum with the
 * constant UNKNOWN reads symbols that it does not know as that.
 *
 * <p>Collections come back immutable and in their written order. A type is examined once; values go through method
 * handles.
 *
 * @param <T> the record or sealed interface
 */
public final class RecordCodec<T> {
  private static final ClassValue<RecordCodec<?>> CODECS = new ClassValue<>() {
    @Override
    protected RecordCodec<?> computeValue(Class<?> type) {
      return new RecordCodec<>(type, new Shapes().root(type));
    }
  };

  private final Class<T> type;
  private final Shape shape;

  private RecordCodec(Class<T> type, Shape shape) {
    this.type = type;
    this.shape = shape;
  }

  /**
   * The codec of a record class or of a sealed interface whose permitted classes are all records (or again such
   * interfaces).
   *
   * @throws IllegalArgumentException naming the component that cannot be mapped
   */
  @SuppressWarnings("unchecked")
  public static <T> RecordCodec<T> of(Class<T> type) {
    return (RecordCodec<T>) CODECS.get(type);
  }

  /**
   * The codecs of a type's records: of the record itself, or of each that a sealed interface permits.
   *
   * @throws IllegalArgumentException if one cannot be mapped
   */
  public static Map<Class<?>, RecordCodec<?>> members(Class<?> type) {
    Set<Class<?>> members = type.isSealed() ? Shapes.members(type) : Set.of(type);
    return members.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), RecordCodec::of));
  }

  /** The Avro schema; a union of records for a sealed interface. */
  public Schema schema() {
    return shape.schema();
  }

  /** The value as Avro's generic data, to be written with {@link #schema()}. */
  public Object toAvro(T value) {
    return shape.toAvro(value);
  }

  /**
   * The value of data that were read with {@link #schema()}.
   *
   * @throws RuntimeException whatever the record's own constructor refuses
   */
  public T fromAvro(Object datum) {
    return type.cast(shape.fromAvro(datum));
  }
}
