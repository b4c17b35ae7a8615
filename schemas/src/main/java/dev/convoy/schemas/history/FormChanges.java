package dev.convoy.schemas.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Changes that Avro calls compatible and that lose meaning all the same: an enum's symbol is gone (it would read as
 * UNKNOWN), its default is another, a number is now a time.
 */
final class FormChanges {
  private final List<String> faults = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  private FormChanges() {}

  static List<String> between(Schema released, Schema today) {
    FormChanges changes = new FormChanges();
    changes.compare(released.getFullName(), released, today);
    return changes.faults;
  }

  private void compare(String path, Schema released, Schema today) {
    if (released.isUnion() || today.isUnion()) {
      branches(path, released, today);
      return;
    }
    String was = logicalName(released.getLogicalType());
    String is = logicalName(today.getLogicalType());
    if (!was.equals(is)) {
      faults.add(path + " was " + was + " and is " + is);
    }
    if (released.getType() != today.getType()) {
      return;
    }
    switch (released.getType()) {
      case RECORD -> fields(path, released, today);
      case ENUM -> symbols(path, released, today);
      case ARRAY -> compare(path + "[]", released.getElementType(), today.getElementType());
      case MAP -> compare(path + "{}", released.getValueType(), today.getValueType());
      default -> { }
    }
  }

  private void branches(String path, Schema released, Schema today) {
    for (Schema was : branches(released)) {
      branches(today).stream()
          .filter(is -> is.getFullName().equals(was.getFullName()))
          .forEach(is -> compare(path, was, is));
    }
  }

  private static List<Schema> branches(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  private void fields(String path, Schema released, Schema today) {
    if (!visited.add(released.getFullName())) {
      return;
    }
    for (Schema.Field was : released.getFields()) {
      Schema.Field is = today.getField(was.name());
      if (is != null) {
        compare(path + "." + was.name(), was.schema(), is.schema());
      }
    }
  }

  private void symbols(String path, Schema released, Schema today) {
    for (String symbol : released.getEnumSymbols()) {
      if (!today.hasEnumSymbol(symbol)) {
        faults.add(path + " has lost the symbol " + symbol);
      }
    }
    if (!Objects.equals(released.getEnumDefault(), today.getEnumDefault())) {
      faults.add(path + " had the default " + released.getEnumDefault() + " and has " + today.getEnumDefault());
    }
  }

  private static String logicalName(@Nullable LogicalType type) {
    return type == null ? "a plain value" : type.getName();
  }
}
