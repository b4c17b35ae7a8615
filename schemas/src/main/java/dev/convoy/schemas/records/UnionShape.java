package dev.convoy.schemas.records;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** A sealed interface as the union of its records. */
final class UnionShape implements Shape {
  private final Map<Class<?>, RecordShape> byClass;
  private final Map<String, RecordShape> byName;
  private final Schema schema;

  UnionShape(List<RecordShape> members) {
    this.byClass = members.stream().collect(Collectors.toUnmodifiableMap(RecordShape::type, Function.identity()));
    this.byName = members.stream().collect(Collectors.toUnmodifiableMap(
        member -> member.schema().getFullName(), Function.identity()));
    this.schema = Schema.createUnion(members.stream().map(RecordShape::schema).toList());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    return NONE;
  }

  @Override
  public Object toAvro(Object value) {
    RecordShape member = byClass.get(value.getClass());
    if (member == null) {
      throw new IllegalArgumentException(value.getClass().getName() + " is no member of " + byName.keySet());
    }
    return member.toAvro(value);
  }

  @Override
  public Object fromAvro(Object datum) {
    String name = ((IndexedRecord) datum).getSchema().getFullName();
    RecordShape member = byName.get(name);
    if (member == null) {
      throw new IllegalArgumentException(name + " is no member of " + byName.keySet());
    }
    return member.fromAvro(datum);
  }
}
