package dev.convoy.lab.events;

import dev.convoy.schemas.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Decodes records of the Confluent wire format: a zero byte, four bytes of schema id, Avro. */
public final class EventDecoder {
  private static final int HEADER_BYTES = 5;

  private final WriterSchemas schemas;

  public EventDecoder(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  /** The event in this record; empty for a tombstone and for what the services set aside as well. */
  public Optional<EventLine> decode(ConsumerRecord<String, byte[]> record) {
    byte[] value = record.value();
    if (value == null || value.length < HEADER_BYTES || value[0] != 0) {
      return Optional.empty();
    }
    return schemas.byId(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt())
        .filter(schema -> belongs(record.topic(), schema)).flatMap(schema -> decode(record, schema));
  }

  /** What is not of the topic's own types is none of its owner's events, whatever it says. */
  private static boolean belongs(String topic, Schema schema) {
    return Topics.all().stream().filter(each -> topic.endsWith("." + each.baseName()))
        .flatMap(each -> each.eventTypes().stream()).anyMatch(type -> schema.getFullName().equals(type.getName()));
  }

  private static Optional<EventLine> decode(ConsumerRecord<String, byte[]> record, Schema schema) {
    byte[] value = record.value();
    try {
      GenericRecord event = new GenericDatumReader<GenericRecord>(schema).read(null, DecoderFactory.get()
          .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
      return Optional.of(new EventLine(record.topic(), record.partition(), record.offset(),
          Objects.requireNonNullElse(record.key(), ""), type(record, schema), fields(event)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String type(ConsumerRecord<String, byte[]> record, Schema schema) {
    Header header = record.headers().lastHeader("ce_type");
    if (header == null) {
      return schema.getName();
    }
    String type = new String(header.value(), StandardCharsets.UTF_8);
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static Map<String, Object> fields(IndexedRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = value(field.schema(), record.get(field.pos()));
      if (value != null) {
        fields.put(field.name(), value);
      }
    }
    return fields;
  }

  private static @Nullable Object value(Schema schema, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case IndexedRecord record -> fields(record);
      case Collection<?> list -> list.stream().map(each -> value(elements(schema), each)).filter(Objects::nonNull)
          .toList();
      case Map<?, ?> map -> texts(map);
      case Long number when isTime(schema) -> Instant.ofEpochMilli(number);
      case Number number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(key.toString(), String.valueOf(value)));
    return texts;
  }

  private static Schema elements(Schema schema) {
    return branches(schema).stream().filter(each -> each.getType() == Schema.Type.ARRAY).findFirst()
        .map(Schema::getElementType).orElse(schema);
  }

  private static boolean isTime(Schema schema) {
    return branches(schema).stream().anyMatch(each -> "timestamp-millis".equals(each.getProp("logicalType")));
  }

  private static List<Schema> branches(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }
}
