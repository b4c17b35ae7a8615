package dev.convoy.schemas.records;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A List or Set as an Avro array. */
final class CollectionShape implements Shape {
  private final ComponentShape element;
  private final Function<List<@Nullable Object>, Object> collect;
  private final Schema schema;

  CollectionShape(ComponentShape element, Function<List<@Nullable Object>, Object> collect) {
    this.element = element;
    this.collect = collect;
    this.schema = Schema.createArray(element.schema());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    return List.of();
  }

  @Override
  public Object toAvro(Object value) {
    return each((Collection<?>) value, element::toAvro);
  }

  @Override
  public Object fromAvro(Object datum) {
    return collect.apply(each((Collection<?>) datum, element::fromAvro));
  }

  private static List<@Nullable Object> each(Collection<?> from, Function<@Nullable Object, @Nullable Object> map) {
    List<@Nullable Object> to = new ArrayList<>(from.size());
    for (Object one : from) {
      to.add(map.apply(one));
    }
    return to;
  }
}
