package dev.convoy.inventory.adapter.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** An event or status as JSON shows it: its fields by their names in the schema, in that order. */
final class EventJson {

  private static final Set<String> ENVELOPE = Set.of("serverId", "round", "attempt", "occurredAt");
  private static final int LONGEST = 200;

  private EventJson() {}

  static Map<String, @Nullable Object> of(IndexedRecord event) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (var field : event.getSchema().getFields()) {
      fields.put(field.name(), value(event.get(field.pos())));
    }
    return fields;
  }

  /** The plain fields of an event that are its own, in one line of at most 200 characters. */
  static String summary(IndexedRecord event) {
    var text = event.getSchema().getFields().stream()
        .filter(field -> !ENVELOPE.contains(field.name()))
        .map(field -> Map.entry(field.name(), String.valueOf(plain(event.get(field.pos())))))
        .filter(field -> !field.getValue().isEmpty())
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining(" "));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static Object plain(@Nullable Object value) {
    return value == null || value instanceof IndexedRecord || value instanceof Collection<?> || value instanceof Map<?, ?>
        ? "" : value;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case IndexedRecord nested -> of(nested);
      case Collection<?> items -> items.stream().map(EventJson::value).toList();
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, item) -> entries.put(String.valueOf(key), value(item)));
        yield entries;
      }
      case Enum<?> symbol -> symbol.name();
      case Number number -> number;
      case Boolean yes -> yes;
      default -> value.toString();
    };
  }
}
