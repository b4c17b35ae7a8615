package dev.convoy.schemas.records;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A Map with keys that are text as an Avro map. */
final class MapShape implements Shape {
  private final Shape key;
  private final ComponentShape value;
  private final Schema schema;

  MapShape(Shape key, ComponentShape value) {
    this.key = key;
    this.value = value;
    this.schema = Schema.createMap(value.schema());
    GenericData.setStringType(schema, GenericData.StringType.String);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    return Map.of();
  }

  @Override
  public Object toAvro(Object map) {
    Map<String, @Nullable Object> datum = new LinkedHashMap<>();
    ((Map<?, ?>) map).forEach((k, v) -> datum.put(key.toAvro(k).toString(), value.toAvro(v)));
    return datum;
  }

  @Override
  public Object fromAvro(Object datum) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) datum).forEach((k, v) -> map.put(key.fromAvro(k.toString()), value.fromAvro(v)));
    return Collections.unmodifiableMap(map);
  }
}
