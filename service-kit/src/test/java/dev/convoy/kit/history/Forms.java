package dev.convoy.kit.history;

import dev.convoy.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Values on Kafka without their classes, so that those of an earlier build can be held against those of this one. */
final class Forms {

  private static final int HEADER = 5;
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

  /** True if today's form of the older value is the newer one. */
  boolean same(byte @Nullable [] older, byte @Nullable [] newer) {
    if (!encoded(older) || !encoded(newer)) {
      return Arrays.equals(older, newer);
    }
    var today = schema(newer);
    try {
      return schema(older).getFullName().equals(today.getFullName())
          && Objects.equals(decode(older, today), decode(newer, today));
    } catch (AvroRuntimeException e) {
      return false;
    }
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

  /** The value for a comparison that leaves out when something happened. */
  String timeless(byte @Nullable [] value) {
    if (!encoded(value)) {
      return show(value);
    }
    var schema = schema(value);
    var text = new StringBuilder();
    timeless(schema, decode(value, schema), text);
    return text.toString();
  }

  private static void timeless(Schema schema, @Nullable Object datum, StringBuilder text) {
    switch (schema.getType()) {
      case RECORD -> {
        text.append(schema.getName()).append('{');
        for (var field : schema.getFields()) {
          text.append(field.name()).append('=');
          timeless(field.schema(), ((GenericRecord) datum).get(field.pos()), text);
          text.append(' ');
        }
        text.append('}');
      }
      case UNION -> timeless(schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)), datum, text);
      case ARRAY -> ((Collection<?>) datum).forEach(each -> timeless(schema.getElementType(), each, text));
      case MAP -> new TreeMap<Object, Object>((Map<?, ?>) datum).forEach((key, each) -> {
        text.append(key).append('=');
        timeless(schema.getValueType(), each, text);
      });
      default -> text.append(schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? "at" : datum);
    }
  }

  String show(HistoryLine line) {
    return line.kind() + " " + line.place() + " " + line.key() + " " + show(line.value());
  }
}
