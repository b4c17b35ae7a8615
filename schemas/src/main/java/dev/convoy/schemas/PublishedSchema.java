package dev.convoy.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Copies a schema without {@code avro.java.string}. */
final class PublishedSchema {
  private final Map<String, Schema> named = new HashMap<>();

  Schema of(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ARRAY -> with(schema, Schema.createArray(of(schema.getElementType())));
      case MAP -> with(schema, Schema.createMap(of(schema.getValueType())));
      case UNION -> Schema.createUnion(schema.getTypes().stream().map(this::of).toList());
      case STRING -> with(schema, Schema.create(Schema.Type.STRING));
      default -> schema;
    };
  }

  private Schema record(Schema schema) {
    Schema known = named.get(schema.getFullName());
    if (known != null) {
      return known;
    }
    Schema copy = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), schema.isError());
    named.put(schema.getFullName(), copy);
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      Schema.Field copied = new Schema.Field(field, of(field.schema()));
      fields.add(copied);
    }
    copy.setFields(fields);
    return with(schema, copy);
  }

  private static Schema with(Schema from, Schema to) {
    copyProps(from, to);
    if (from.getLogicalType() != null) {
      from.getLogicalType().addToSchema(to);
    }
    return to;
  }

  private static void copyProps(JsonProperties from, JsonProperties to) {
    from.getObjectProps().forEach((name, value) -> {
      if (!name.equals(GenericData.STRING_PROP) && to.getObjectProp(name) == null) {
        to.addProp(name, value);
      }
    });
  }
}
