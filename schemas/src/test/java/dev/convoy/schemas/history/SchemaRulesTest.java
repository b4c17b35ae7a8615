package dev.convoy.schemas.history;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The house rules of events: documented, open enums, times and sizes that say their unit, no secrets. */
class SchemaRulesTest {
  private static final Pattern TIME = Pattern.compile("(.*(At|By|Since|Start|End)|since|deadline)");
  private static final Pattern WRONG_UNIT =
      Pattern.compile(".*(Millis|Minutes|Hours|Days|Duration|Ms|KiB|MiB|GiB|Kb|Mb|Gb)");
  private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|passphrase|privateKey).*");

  private final Map<String, Schema> named = new LinkedHashMap<>();

  SchemaRulesTest() {
    Topics.all().stream()
        .flatMap(topic -> topic.eventTypes().stream())
        .forEach(type -> collect(AvroModel.get().getSchema(type)));
  }

  private void collect(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (named.put(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ENUM -> named.put(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType());
      case MAP -> collect(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::collect);
      default -> { }
    }
  }

  private List<String> fields(BiConsumer<Schema.Field, List<String>> rule) {
    List<String> faults = new ArrayList<>();
    named.values().stream().filter(schema -> schema.getType() == Schema.Type.RECORD).forEach(schema ->
        schema.getFields().forEach(field -> {
          List<String> found = new ArrayList<>();
          rule.accept(field, found);
          found.forEach(fault -> faults.add(schema.getFullName() + "." + field.name() + " " + fault));
        }));
    return faults;
  }

  private static Schema valueOf(Schema.Field field) {
    return field.schema().isUnion() ? field.schema().getTypes().getLast() : field.schema();
  }

  @Test
  void everyTypeAndFieldIsDocumented() {
    assertThat(named.values()).allSatisfy(schema -> assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank());
    assertThat(fields((field, faults) -> {
      if (field.doc() == null || !field.doc().endsWith(".") && !field.doc().endsWith("…")) {
        faults.add("has no doc that is a sentence");
      }
    })).isEmpty();
  }

  @Test
  void everyEnumStartsWithUnknownAndReadsWhatItDoesNotKnowAsThat() {
    assertThat(named.values()).filteredOn(schema -> schema.getType() == Schema.Type.ENUM).allSatisfy(schema -> {
      assertThat(schema.getEnumSymbols().getFirst()).as(schema.getFullName()).isEqualTo("UNKNOWN");
      assertThat(schema.getEnumDefault()).as(schema.getFullName()).isEqualTo("UNKNOWN");
    });
  }

  @Test
  void timesAreTimestampMillisAndAreNamedAsTimes() {
    assertThat(fields((field, faults) -> {
      Schema value = valueOf(field);
      boolean time = value.getLogicalType() instanceof LogicalTypes.TimestampMillis;
      if (value.getLogicalType() != null && !time) {
        faults.add("is " + value.getLogicalType().getName() + ", not timestamp-millis");
      }
      boolean number = value.getType() == Schema.Type.LONG || value.getType() == Schema.Type.INT;
      if (number && time != TIME.matcher(field.name()).matches()) {
        faults.add(time ? "is a time and not named as one" : "is named as a time and is none");
      }
    })).isEmpty();
  }

  @Test
  void longNumbersSayTheirUnit() {
    assertThat(fields((field, faults) -> {
      Schema value = valueOf(field);
      boolean plainLong = value.getType() == Schema.Type.LONG && value.getLogicalType() == null;
      if (plainLong && !field.name().endsWith("Seconds") && !field.name().endsWith("Bytes")) {
        faults.add("is a long that ends neither with Seconds nor with Bytes");
      }
      if (WRONG_UNIT.matcher(field.name()).matches()) {
        faults.add("has another unit than seconds or bytes");
      }
    })).isEmpty();
  }

  @Test
  void whatMayBeMissingHasADefault() {
    assertThat(fields((field, faults) -> {
      boolean optional = switch (field.schema().getType()) {
        case UNION, ARRAY, MAP -> true;
        default -> false;
      };
      if (optional && !field.hasDefaultValue()) {
        faults.add("has no default");
      }
    })).isEmpty();
  }

  @Test
  void noFieldIsNamedLikeASecret() {
    assertThat(fields((field, faults) -> {
      if (SECRET.matcher(field.name()).matches()) {
        faults.add("is named like a secret");
      }
    })).isEmpty();
  }
}
