package dev.convoy.schemas.records;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A Java enum as an Avro enum. */
final class EnumShape implements Shape {
  private static final String UNKNOWN = "UNKNOWN";

  private final Schema schema;
  private final GenericData.EnumSymbol[] symbols;
  private final Map<String, Enum<?>> constants;

  EnumShape(Class<?> type, String fullName) {
    Enum<?>[] values = (Enum<?>[]) type.getEnumConstants();
    List<String> names = Arrays.stream(values).<String>map(Enum::name).toList();
    this.schema = Schema.createEnum(fullName, null, null, names, names.contains(UNKNOWN) ? UNKNOWN : null);
    this.symbols = names.stream()
        .map(name -> new GenericData.EnumSymbol(schema, name))
        .toArray(GenericData.EnumSymbol[]::new);
    this.constants = Arrays.stream(values).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Object natural() {
    return constants.containsKey(UNKNOWN) ? UNKNOWN : schema.getEnumSymbols().getFirst();
  }

  @Override
  public Object toAvro(Object value) {
    return symbols[((Enum<?>) value).ordinal()];
  }

  @Override
  public Object fromAvro(Object datum) {
    return Objects.requireNonNull(constants.get(datum.toString()), () -> "no constant " + datum);
  }
}
