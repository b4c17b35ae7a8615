package dev.convoy.schemas.records;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** A record class as an Avro record. */
final class RecordShape implements Shape {
  private final Class<?> type;
  private final RecordHandles handles;
  private final ComponentShape[] components;
  private final Schema schema;

  RecordShape(Class<?> type, String fullName, Shapes shapes) {
    this.type = type;
    this.handles = new RecordHandles(type);
    RecordComponent[] parts = type.getRecordComponents();
    this.components = new ComponentShape[parts.length];
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      components[i] = shapes.component(parts[i]);
      fields.add(field(parts[i].getName(), components[i]));
    }
    this.schema = Schema.createRecord(fullName, null, null, false, fields);
  }

  private static Schema.Field field(String name, ComponentShape shape) {
    Object natural = shape.natural();
    return natural == NONE
        ? new Schema.Field(name, shape.schema(), null)
        : new Schema.Field(name, shape.schema(), null, natural);
  }

  Class<?> type() {
    return type;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      if (!field.hasDefaultValue()) {
        return NONE;
      }
      defaults.put(field.name(), field.defaultVal());
    }
    return defaults;
  }

  @Override
  public Object toAvro(Object value) {
    GenericData.Record datum = new GenericData.Record(schema);
    for (int i = 0; i < components.length; i++) {
      datum.put(i, component(value, i));
    }
    return datum;
  }

  private @Nullable Object component(Object value, int i) {
    Object part = handles.get(value, i);
    if (part == null && !components[i].nullable()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + "." + schema.getFields().get(i).name() + " is null but not marked @Nullable");
    }
    return components[i].toAvro(part);
  }

  @Override
  public Object fromAvro(Object datum) {
    IndexedRecord read = (IndexedRecord) datum;
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = components[i].fromAvro(read.get(i));
    }
    return handles.create(values);
  }
}
