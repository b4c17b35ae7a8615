package dev.convoy.schemas.history;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds today's events against every release. A release adds its own:
 * {@code mvn -pl schemas test -Dtest=SchemaHistoryTest -Dhistory.write=v0.2.0}.
 */
class SchemaHistoryTest {
  private static final SchemaHistory HISTORY = new SchemaHistory(Path.of("src/test/resources/history"));
  private static final String ENUM =
      "{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"UNKNOWN\",\"A\",\"B\"],\"default\":\"UNKNOWN\"}";
  private static final Schema RELEASED = record(
      "{\"name\":\"kind\",\"type\":" + ENUM + "},{\"name\":\"at\",\"type\":[\"null\",\"long\"],\"default\":null}");

  @BeforeAll
  static void addRelease() {
    String release = System.getProperty("history.write");
    if (release != null) {
      HISTORY.write(release, events());
    }
  }

  private static List<Schema> events() {
    return Topics.all().stream()
        .flatMap(topic -> topic.eventTypes().stream())
        .map(type -> AvroModel.published(AvroModel.get().getSchema(type)))
        .toList();
  }

  private static Schema record(String fields) {
    return new Schema.Parser().parse(
        "{\"type\":\"record\",\"name\":\"Thing\",\"namespace\":\"org.example\",\"fields\":[" + fields + "]}");
  }

  private static void assertFault(Schema today, String... words) {
    assertThat(SchemaHistory.compare(RELEASED, today)).anySatisfy(fault -> assertThat(fault).contains(words));
  }

  @Test
  void todaysEventsAndThoseOfEveryReleaseReadOneAnother() {
    assertThat(HISTORY.faults(events()))
        .as("an event may gain fields with defaults and symbols, nothing else; before the release is out its history "
            + "may be written anew: mvn -pl schemas test -Dtest=SchemaHistoryTest -Dhistory.write=<release>")
        .isEmpty();
  }

  @Test
  void addedFieldsWithDefaultsAndAddedSymbolsAreNoFault() {
    Schema today = new Schema.Parser().parse(RELEASED.toString()
        .replace("\"B\"]", "\"B\",\"C\"]")
        .replace("\"fields\":[", "\"fields\":[{\"name\":\"n\",\"type\":\"int\",\"default\":0},"));
    assertThat(SchemaHistory.compare(RELEASED, today)).isEmpty();
  }

  @Test
  void anAddedFieldWithoutDefaultIsAFault() {
    Schema today = new Schema.Parser().parse(
        RELEASED.toString().replace("\"fields\":[", "\"fields\":[{\"name\":\"n\",\"type\":\"int\"},"));
    assertFault(today, "today cannot read", "READER_FIELD_MISSING_DEFAULT_VALUE");
  }

  @Test
  void aRemovedFieldThatTheReleaseNeedsIsAFault() {
    assertFault(record("{\"name\":\"at\",\"type\":[\"null\",\"long\"],\"default\":null}"), "the release cannot read");
  }

  @Test
  void aWidenedNumberIsAFaultSinceTheReleaseCannotReadIt() {
    Schema released = record("{\"name\":\"n\",\"type\":\"int\"}");
    Schema today = record("{\"name\":\"n\",\"type\":\"long\"}");
    assertThat(SchemaHistory.compare(released, today)).singleElement().asString().contains("TYPE_MISMATCH");
  }

  @Test
  void aLostOrRenamedSymbolIsAFaultAlthoughAvroReadsItAsUnknown() {
    assertFault(new Schema.Parser().parse(RELEASED.toString().replace("\"B\"", "\"Z\"")), "lost the symbol B");
  }

  @Test
  void anotherDefaultOfAnEnumIsAFault() {
    Schema today =
        new Schema.Parser().parse(RELEASED.toString().replace("\"default\":\"UNKNOWN\"", "\"default\":\"A\""));
    assertFault(today, "had the default UNKNOWN and has A");
  }

  @Test
  void aNumberThatBecomesATimeIsAFault() {
    Schema today = new Schema.Parser().parse(RELEASED.toString()
        .replace("\"long\"", "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}"));
    assertFault(today, "at was a plain value and is timestamp-millis");
  }

  @Test
  void anEventThatIsGoneIsAFault(@TempDir Path folder) {
    SchemaHistory history = new SchemaHistory(folder);
    history.write("v1", List.of(RELEASED));
    assertThat(history.faults(List.of(RELEASED))).isEmpty();
    assertThat(history.faults(List.of())).singleElement().asString().contains("org.example.Thing is gone");
  }
}
