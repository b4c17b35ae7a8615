package dev.convoy.schemas.records;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Constructor and accessors of a record class, prepared once. */
final class RecordHandles {
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;

  RecordHandles(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      constructor = lookup
          .findConstructor(type, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
      accessors = new MethodHandle[types.length];
      for (int i = 0; i < types.length; i++) {
        accessors[i] = lookup
            .unreflect(components[i].getAccessor())
            .asType(MethodType.methodType(Object.class, Object.class));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("record " + type.getName() + " cannot be opened", e);
    }
  }

  @Nullable Object get(Object value, int component) {
    try {
      return (Object) accessors[component].invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  Object create(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException unchecked -> unchecked;
      default -> new IllegalStateException(e);
    };
  }
}
