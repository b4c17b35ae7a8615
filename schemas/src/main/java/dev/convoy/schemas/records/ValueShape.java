package dev.convoy.schemas.records;

import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A record with one String component, such as an id, as a plain string. */
final class ValueShape implements Shape {
  private final RecordHandles handles;
  private final Schema schema = Scalars.string();

  ValueShape(Class<?> type) {
    this.handles = new RecordHandles(type);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    return "";
  }

  @Override
  public Object toAvro(Object value) {
    return Objects.requireNonNull(handles.get(value, 0));
  }

  @Override
  public Object fromAvro(Object datum) {
    return handles.create(new @Nullable Object[] {datum.toString()});
  }
}
