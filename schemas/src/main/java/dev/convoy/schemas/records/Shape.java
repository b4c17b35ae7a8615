package dev.convoy.schemas.records;

import java.util.function.Function;
import org.apache.avro.Schema;

/** One Java type as Avro. Nulls are handled by whoever holds the value. */
interface Shape {
  /** Stands for "no default" in {@link #natural()}. */
  Object NONE = new Object();

  Schema schema();

  Object toAvro(Object value);

  Object fromAvro(Object datum);

  /** The default of a field of this type in the form that {@link Schema.Field} takes, or {@link #NONE}. */
  Object natural();

  /** A type that needs no more than two functions. */
  record Simple(Schema schema, Object natural, Function<Object, Object> to, Function<Object, Object> from)
      implements Shape {
    @Override
    public Object toAvro(Object value) {
      return to.apply(value);
    }

    @Override
    public Object fromAvro(Object datum) {
      return from.apply(datum);
    }
  }
}
