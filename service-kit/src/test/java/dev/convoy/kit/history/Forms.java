package dev.convoy.kit.history;

import dev.convoy.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Values on Kafka without their classes, so that those of an earlier build can be held against those of this one. */
final class Forms {

  private static final int HEADER = 5;
  private static final Set<String> COUNTERS = Set.of("SlotPool.sequence", "SlotPool.batches", "SlotRow.sequence",
      "SlotRow.batch", "SlotPool.heldByBatch", "MoveGroup.asked");
  private final SchemaRegistry registry;

  Forms(SchemaRegistry registry) {
    this.registry = registry;
  }

  private static boolean encoded(byte @Nullable [] value) {
    return value != null && value.length >= HEADER && value[0] == 0;
  }

  private Schema schema(byte[] value) {
    return registry.byId(ByteBuffer.wrap(value).getInt(1));
  }

  private @Nullable Object decode(byte[] value, Schema reader) {
    try {
      return new GenericDatumReader<Object>(schema(value), reader).read(null,
          DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * True if one who knows the older form only takes both for the same, and one who knows today's does so too but for what
   * {@link Compared} leaves out.
   */
  boolean same(byte @Nullable [] older, byte @Nullable [] newer) {
    return same(older, newer, Compared.NEW, field -> false);
  }

  boolean same(byte @Nullable [] older, byte @Nullable [] newer, Set<String> added, Predicate<String> leftOut) {
    if (!encoded(older) || !encoded(newer)) {
      return Arrays.equals(older, newer);
    }
    var then = schema(older);
    var today = schema(newer);
    var compared = new Compared(then, added, leftOut);
    try {
      return then.getFullName().equals(today.getFullName()) && sameAs(then, older, newer, compared) && sameAs(today, older, newer, compared);
    } catch (AvroRuntimeException e) {
      return false;
    }
  }

  private boolean sameAs(Schema reader, byte[] older, byte[] newer, Compared compared) {
    return Objects.equals(compared.of(reader, decode(older, reader)), compared.of(reader, decode(newer, reader)));
  }

  /** The same but for {@linkplain #text counters}. */
  boolean alike(HistoryLine older, HistoryLine newer) {
    return older.kind() == newer.kind() && Objects.equals(older.place(), newer.place())
        && Objects.equals(older.key(), newer.key()) && same(older.value(), newer.value(), Compared.NEW, COUNTERS::contains);
  }

  boolean same(HistoryLine older, HistoryLine newer) {
    return older.kind() == newer.kind() && Objects.equals(older.place(), newer.place())
        && Objects.equals(older.key(), newer.key()) && Objects.equals(older.headers(), newer.headers())
        && Objects.equals(older.timestamp(), newer.timestamp()) && same(older.value(), newer.value());
  }

  /** The value for a person: its type and fields. */
  String show(byte @Nullable [] value) {
    if (value == null) {
      return "null";
    }
    if (!encoded(value)) {
      return value.length + " bytes";
    }
    var schema = schema(value);
    return schema.getName() + decode(value, schema);
  }

  /**
   * The value for a comparison. Left out are the groups' counters of what they were asked, which a repeated request
   * may raise.
   */
  String text(byte @Nullable [] value) {
    if (!encoded(value)) {
      return show(value);
    }
    var schema = schema(value);
    var text = new StringBuilder();
    write(schema, decode(value, schema), text);
    return text.toString();
  }

  private static void write(Schema schema, @Nullable Object datum, StringBuilder text) {
    switch (schema.getType()) {
      case RECORD -> {
        text.append(schema.getName()).append('{');
        for (var field : schema.getFields()) {
          if (COUNTERS.contains(schema.getName() + "." + field.name())) {
            continue;
          }
          text.append(field.name()).append('=');
          write(field.schema(), ((GenericRecord) datum).get(field.pos()), text);
          text.append(' ');
        }
        text.append('}');
      }
      case UNION -> write(schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)), datum, text);
      case ARRAY -> ((Collection<?>) datum).forEach(each -> write(schema.getElementType(), each, text));
      case MAP -> new TreeMap<Object, Object>((Map<?, ?>) datum).forEach((key, each) -> {
        text.append(key).append('=');
        write(schema.getValueType(), each, text);
      });
      default -> text.append(datum);
    }
  }

  /** Type of the value, and its round if it has one. */
  String type(byte @Nullable [] value) {
    return encoded(value) ? schema(value).getName() + " " + field(value, "round") : show(value);
  }

  /** Phase or stage of a stored state; empty if it has none. */
  String phase(byte @Nullable [] value) {
    return encoded(value) ? field(value, "phase") + field(value, "stage") : "";
  }

  private String field(byte[] value, String name) {
    var schema = schema(value);
    return schema.getField(name) == null || !(decode(value, schema) instanceof GenericRecord record) ? ""
        : String.valueOf(record.get(name));
  }

  String show(HistoryLine line) {
    return line.kind() + " " + line.place() + " " + line.key() + " " + show(line.value());
  }
}
