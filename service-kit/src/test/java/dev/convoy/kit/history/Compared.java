package dev.convoy.kit.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What of a value of today is held against one of an earlier build, which was read with today's schema. An event may say more
 * than it did: what its older form did not know is left out. What is stored or sent in private may not, unless the field is
 * named here: what gets into a store unnoticed may stand for something else in the build that reads it next.
 */
final class Compared {

  private static final String EVENTS = "dev.convoy.events";

  /**
   * Fields of stored records that are new since a recording and say something in it: what a test and what a launch stand on,
   * what a launch has left, and what a launch that is looked at beforehand is for.
   */
  static final Set<String> NEW = Set.of("Verdicts.standing", "Launches.ground", "Launches.left", "Build.application", "Build.windows");

  private final Predicate<String> leftOut;
  private final Set<String> added;
  private final Map<String, Schema> known = new HashMap<>();

  /**
   * @param older with which the older value was written
   * @param added fields of stored records that may be new, as {@code Record.field}
   * @param leftOut fields that are never looked at, named in the same way
   */
  Compared(Schema older, Set<String> added, Predicate<String> leftOut) {
    this.added = added;
    this.leftOut = leftOut;
    note(older);
  }

  private void note(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (known.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> note(field.schema()));
        }
      }
      case UNION -> schema.getTypes().forEach(this::note);
      case ARRAY -> note(schema.getElementType());
      case MAP -> note(schema.getValueType());
      default -> { }
    }
  }

  /** The value by names, without what is not compared. */
  @Nullable Object of(Schema schema, @Nullable Object datum) {
    return switch (schema.getType()) {
      case RECORD -> record(schema, (GenericRecord) Objects.requireNonNull(datum, schema::getFullName));
      case UNION -> of(schema.getTypes().get(GenericData.get().resolveUnion(schema, datum)), datum);
      case ARRAY -> ((Collection<?>) Objects.requireNonNull(datum)).stream().map(each -> of(schema.getElementType(), each)).toList();
      case MAP -> {
        var entries = new TreeMap<String, @Nullable Object>();
        ((Map<?, ?>) Objects.requireNonNull(datum)).forEach((key, each) -> entries.put(String.valueOf(key), of(schema.getValueType(), each)));
        yield entries;
      }
      default -> datum;
    };
  }

  private Object record(Schema schema, GenericRecord record) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("", schema.getFullName());
    schema.getFields().stream().filter(field -> isCompared(schema, field.name()))
        .forEach(field -> fields.put(field.name(), of(field.schema(), record.get(field.pos()))));
    return fields;
  }

  /** A record that the older build did not know at all stands in a field that it did not know. */
  private boolean isCompared(Schema record, String field) {
    var name = record.getName() + "." + field;
    var older = known.get(record.getFullName());
    var isNew = older != null && older.getField(field) == null;
    return !leftOut.test(name) && !(isNew && (record.getFullName().startsWith(EVENTS + ".") || added.contains(name)));
  }
}
