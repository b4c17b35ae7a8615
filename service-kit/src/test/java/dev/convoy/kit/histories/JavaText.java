package dev.convoy.kit.histories;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Values as the Java expression that makes them, so that what a test prints can be pasted into one. */
final class JavaText {

  private JavaText() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case CharSequence text -> '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
          + '"';
      case Long number -> number + "L";
      case Instant at -> "Instant.parse(\"" + at + "\")";
      case Duration time -> "Duration.parse(\"" + time + "\")";
      case Enum<?> constant -> constant.getDeclaringClass().getSimpleName() + "." + constant.name();
      case Map<?, ?> map -> "Map.of(" + all(map.entrySet().stream().flatMap(e -> Stream.of(e.getKey(), e.getValue())))
          + ")";
      case Set<?> set -> "Set.of(" + all(set.stream()) + ")";
      case Collection<?> list -> "List.of(" + all(List.copyOf(list).stream()) + ")";
      case SpecificRecord event -> "new " + name(event.getClass()) + "("
          + all(event.getSchema().getFields().stream().map(field -> event.get(field.pos()))) + ")";
      case Record made -> "new " + name(made.getClass()) + "("
          + all(Stream.of(made.getClass().getRecordComponents()).map(component -> read(made, component))) + ")";
      default -> String.valueOf(value);
    };
  }

  private static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }

  private static String all(Stream<?> values) {
    return values.map(JavaText::of).collect(Collectors.joining(", "));
  }

  private static @Nullable Object read(Record made, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
