package dev.convoy.schemas.records;

import dev.convoy.schemas.AvroModel;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Examines the types of one codec. */
final class Shapes {
  private final Map<Class<?>, RecordShape> records = new HashMap<>();
  private final Map<Class<?>, Shape> others = new HashMap<>();
  private final Map<String, Class<?>> names = new HashMap<>();
  private final Set<Class<?>> open = new HashSet<>();

  Shape root(Class<?> type) {
    if (type.isRecord()) {
      return record(type);
    }
    if (type.isSealed()) {
      return union(type);
    }
    throw new IllegalArgumentException(type.getName() + " is neither a record nor a sealed interface of records");
  }

  ComponentShape component(RecordComponent component) {
    try {
      return slot(component.getAnnotatedType());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getSimpleName() + "." + component.getName() + ": " + e.getMessage(), e);
    }
  }

  /** A type where it is used: with its own mark of nullness. */
  private ComponentShape slot(AnnotatedType type) {
    boolean nullable = type.isAnnotationPresent(Nullable.class);
    return new ComponentShape(of(type), nullable);
  }

  private Shape of(AnnotatedType annotated) {
    Type type = annotated.getType();
    if (annotated instanceof AnnotatedParameterizedType parameterized
        && type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw) {
      return collection(raw, parameterized.getAnnotatedActualTypeArguments());
    }
    if (type instanceof Class<?> plain) {
      return plain(plain);
    }
    throw new IllegalArgumentException("type " + type + " cannot be mapped");
  }

  private Shape collection(Class<?> raw, AnnotatedType[] arguments) {
    if (raw == List.class || raw == Collection.class) {
      return new CollectionShape(slot(arguments[0]), Collections::unmodifiableList);
    }
    if (raw == Set.class) {
      return new CollectionShape(
          slot(arguments[0]), elements -> Collections.unmodifiableSet(new LinkedHashSet<>(elements)));
    }
    if (raw == Map.class && arguments[0].getType() instanceof Class<?> key) {
      return new MapShape(key(key), slot(arguments[1]));
    }
    throw new IllegalArgumentException("type " + raw.getName() + " cannot be mapped; use List, Set or Map");
  }

  private Shape key(Class<?> type) {
    Shape shape = plain(type);
    return switch (shape.schema().getType()) {
      case STRING, ENUM -> shape;
      default -> throw new IllegalArgumentException("map keys of type " + type.getName() + " cannot be mapped");
    };
  }

  private Shape plain(Class<?> type) {
    Shape scalar = Scalars.BY_CLASS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (isValueType(type)) {
      return others.computeIfAbsent(type, ValueShape::new);
    }
    if (type.isRecord()) {
      return record(type);
    }
    if (SpecificRecord.class.isAssignableFrom(type) || GenericEnumSymbol.class.isAssignableFrom(type)) {
      return generated(type);
    }
    if (type.isEnum()) {
      return others.computeIfAbsent(type, t -> new EnumShape(t, name(t)));
    }
    if (type.isSealed()) {
      return union(type);
    }
    throw new IllegalArgumentException("type " + type.getName() + " cannot be mapped");
  }

  private static boolean isValueType(Class<?> type) {
    return type.isRecord()
        && type.getRecordComponents().length == 1
        && type.getRecordComponents()[0].getType() == String.class
        && !type.getRecordComponents()[0].getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private Shape generated(Class<?> type) {
    Schema schema = AvroModel.get().getSchema(type);
    Object natural = schema.getType() == Schema.Type.ENUM
        ? Objects.requireNonNullElse(schema.getEnumDefault(), schema.getEnumSymbols().getFirst())
        : Shape.NONE;
    return new Shape.Simple(schema, natural, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private RecordShape record(Class<?> type) {
    RecordShape known = records.get(type);
    if (known != null) {
      return known;
    }
    if (!open.add(type)) {
      throw new IllegalArgumentException("type " + type.getName() + " contains itself");
    }
    RecordShape made = new RecordShape(type, name(type), this);
    open.remove(type);
    records.put(type, made);
    return made;
  }

  private Shape union(Class<?> type) {
    Shape known = others.get(type);
    if (known != null) {
      return known;
    }
    Shape made = new UnionShape(members(type).stream().map(this::record).toList());
    others.put(type, made);
    return made;
  }

  /** The records that a sealed interface permits, also through sealed interfaces below it. */
  static Set<Class<?>> members(Class<?> sealed) {
    Set<Class<?>> members = new LinkedHashSet<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        members.add(permitted);
      } else if (permitted.isSealed()) {
        members.addAll(members(permitted));
      } else {
        throw new IllegalArgumentException(permitted.getName() + " is neither a record nor sealed");
      }
    }
    return members;
  }

  private String name(Class<?> type) {
    String name = type.getPackageName() + "." + type.getSimpleName();
    Class<?> other = names.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalArgumentException(other.getName() + " and " + type.getName() + " would both be named " + name);
    }
    return name;
  }
}
