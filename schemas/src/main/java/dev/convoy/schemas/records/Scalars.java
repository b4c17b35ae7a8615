package dev.convoy.schemas.records;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** The types that are no records, enums or collections. */
final class Scalars {
  static final Map<Class<?>, Shape> BY_CLASS = Map.ofEntries(
      Map.entry(String.class, same(string(), "")),
      Map.entry(boolean.class, same(Schema.create(Schema.Type.BOOLEAN), false)),
      Map.entry(Boolean.class, same(Schema.create(Schema.Type.BOOLEAN), false)),
      Map.entry(int.class, same(Schema.create(Schema.Type.INT), 0)),
      Map.entry(Integer.class, same(Schema.create(Schema.Type.INT), 0)),
      Map.entry(long.class, same(Schema.create(Schema.Type.LONG), 0L)),
      Map.entry(Long.class, same(Schema.create(Schema.Type.LONG), 0L)),
      Map.entry(double.class, same(Schema.create(Schema.Type.DOUBLE), 0.0)),
      Map.entry(Double.class, same(Schema.create(Schema.Type.DOUBLE), 0.0)),
      Map.entry(Instant.class, instant()),
      Map.entry(Duration.class, duration()));

  private Scalars() {}

  static Schema string() {
    Schema schema = Schema.create(Schema.Type.STRING);
    GenericData.setStringType(schema, GenericData.StringType.String);
    return schema;
  }

  private static Shape same(Schema schema, Object natural) {
    return schema.getType() == Schema.Type.STRING
        ? new Shape.Simple(schema, natural, UnaryOperator.identity(), Object::toString)
        : new Shape.Simple(schema, natural, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private static Shape instant() {
    Schema schema = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    return new Shape.Simple(schema, 0L, value -> ((Instant) value).toEpochMilli(),
        datum -> datum instanceof Instant instant ? instant : Instant.ofEpochMilli((Long) datum));
  }

  private static Shape duration() {
    return new Shape.Simple(Schema.create(Schema.Type.LONG), 0L, value -> ((Duration) value).toMillis(),
        datum -> Duration.ofMillis((Long) datum));
  }
}
