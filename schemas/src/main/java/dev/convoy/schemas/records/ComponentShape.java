package dev.convoy.schemas.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A type at one place: as a component, an element or a map's value, null allowed or not. */
final class ComponentShape {
  private final Shape shape;
  private final boolean nullable;
  private final Schema schema;

  ComponentShape(Shape shape, boolean nullable) {
    this.shape = shape;
    this.nullable = nullable;
    this.schema = nullable ? withNull(shape.schema()) : shape.schema();
  }

  private static Schema withNull(Schema schema) {
    Schema none = Schema.create(Schema.Type.NULL);
    if (schema.getType() != Schema.Type.UNION) {
      return Schema.createUnion(none, schema);
    }
    List<Schema> branches = new ArrayList<>();
    branches.add(none);
    branches.addAll(schema.getTypes());
    return Schema.createUnion(branches);
  }

  Schema schema() {
    return schema;
  }

  /** Default of a field with this type, in the form that {@link Schema.Field} takes, or {@link Shape#NONE}. */
  Object natural() {
    return nullable ? Schema.Field.NULL_DEFAULT_VALUE : shape.natural();
  }

  boolean nullable() {
    return nullable;
  }

  @Nullable Object toAvro(@Nullable Object value) {
    return value == null && nullable ? null : shape.toAvro(Objects.requireNonNull(value));
  }

  @Nullable Object fromAvro(@Nullable Object datum) {
    return datum == null && nullable ? null : shape.fromAvro(Objects.requireNonNull(datum));
  }
}
