package dev.convoy.schemas.records;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.Parking;
import dev.convoy.events.common.Stage;
import dev.convoy.schemas.AvroModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordCodecTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");

  record ServerId(String value) {}

  enum Mood { UNKNOWN, GOOD, BAD }

  enum Size { SMALL, LARGE }

  record Inner(int count, @Nullable Long limit) {}

  sealed interface Step permits Waiting, Running {}

  record Waiting(String reason) implements Step {}

  sealed interface Running extends Step permits Fast, Slow {}

  record Fast(double rate) implements Running {}

  record Slow() implements Running {}

  record Everything(
      ServerId id,
      @Nullable ServerId other,
      String text,
      @Nullable String maybe,
      boolean flag,
      int number,
      Integer boxed,
      long big,
      double real,
      Instant at,
      @Nullable Instant until,
      Duration pause,
      Mood mood,
      @Nullable Size size,
      Inner inner,
      @Nullable Inner perhaps,
      Step step,
      @Nullable Step next,
      List<Step> steps,
      List<@Nullable String> gaps,
      Set<ServerId> ids,
      Map<ServerId, Inner> byId,
      Map<Mood, List<Instant>> byMood,
      Stage stage,
      OsFamily family,
      @Nullable Parking parking) {}

  private static Everything full() {
    Map<ServerId, Inner> byId = new LinkedHashMap<>();
    byId.put(new ServerId("z"), new Inner(1, 2L));
    byId.put(new ServerId("a"), new Inner(3, null));
    return new Everything(
        new ServerId("web-1"), new ServerId("web-2"), "text", "maybe", true, 1, 2, 3L, 0.5, NOW, NOW,
        Duration.ofMillis(1500), Mood.GOOD, Size.LARGE, new Inner(7, 8L), new Inner(9, null), new Waiting("slot"),
        new Fast(2.5), List.of(new Slow(), new Waiting("gate")), Arrays.asList("a", null), Set.of(new ServerId("x")),
        byId, Map.of(Mood.BAD, List.of(NOW)), Stage.AGENT_INSTALLED, OsFamily.LINUX,
        new Parking(Stage.TEST_PASSED, "launch-service", "CVY-4001", "seen", "do", NOW));
  }

  private static Everything sparse() {
    return new Everything(
        new ServerId("web-1"), null, "", null, false, 0, 0, 0, 0, NOW, null, Duration.ZERO, Mood.UNKNOWN, null,
        new Inner(0, null), null, new Slow(), null, List.of(), List.of(), Set.of(), Map.of(), Map.of(), Stage.UNKNOWN,
        OsFamily.UNKNOWN, null);
  }

  @Test
  void everyKindOfComponentComesBackAsItWas() throws IOException {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    for (Everything value : List.of(full(), sparse())) {
      assertThat(codec.fromAvro(throughBytes(codec.toAvro(value), codec.schema(), codec.schema()))).isEqualTo(value);
      assertThat(codec.fromAvro(codec.toAvro(value))).isEqualTo(value);
    }
  }

  @Test
  void mapsKeepTheirOrderAndCollectionsAreImmutable() throws IOException {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    Everything read = codec.fromAvro(throughBytes(codec.toAvro(full()), codec.schema(), codec.schema()));
    assertThat(read.byId().keySet()).containsExactly(new ServerId("z"), new ServerId("a"));
    assertThatThrownBy(() -> read.steps().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.byId().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aSealedInterfaceIsAUnionOfItsRecords() throws IOException {
    RecordCodec<Step> codec = RecordCodec.of(Step.class);
    assertThat(codec.schema().getTypes()).extracting(Schema::getName).containsExactly("Waiting", "Fast", "Slow");
    for (Step step : List.of(new Waiting("x"), new Fast(1), new Slow())) {
      assertThat(codec.fromAvro(throughBytes(codec.toAvro(step), codec.schema(), codec.schema()))).isEqualTo(step);
    }
  }

  @Test
  void namesAndFormsAreTheDocumentedOnes() {
    Schema schema = RecordCodec.of(Everything.class).schema();
    assertThat(schema.getFullName()).isEqualTo("dev.convoy.schemas.records.Everything");
    assertThat(schema.getField("id").schema().getType()).isEqualTo(Schema.Type.STRING);
    assertThat(schema.getField("at").schema().getLogicalType().getName()).isEqualTo("timestamp-millis");
    assertThat(schema.getField("mood").schema().getEnumDefault()).isEqualTo("UNKNOWN");
    assertThat(schema.getField("size").schema().getTypes().get(1).getEnumDefault()).isNull();
    assertThat(schema.getField("step").hasDefaultValue()).isFalse();
    assertThat(schema.getField("stage").schema().getFullName()).isEqualTo("dev.convoy.events.common.Stage");
    // What the registry gets can be parsed again and says nothing of Java.
    Schema published = AvroModel.published(schema);
    assertThat(published.toString()).doesNotContain("avro.java.string");
    assertThat(new Schema.Parser().parse(published.toString())).isEqualTo(published);
  }

  @Test
  void dataWrittenBeforeAComponentWasAddedReadAsItsNaturalDefault() throws IOException {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    Schema old = Schema.createRecord("Everything", null, "dev.convoy.schemas.records", false, List.of(
        new Schema.Field("id", Schema.create(Schema.Type.STRING), null),
        new Schema.Field("step", codec.schema().getField("step").schema(), null)));
    Object written = new GenericRecordBuilder(old)
        .set("id", "web-1")
        .set("step", RecordCodec.of(Step.class).toAvro(new Slow()))
        .build();
    Everything expected = new Everything(
        new ServerId("web-1"), null, "", null, false, 0, 0, 0, 0, Instant.EPOCH, null, Duration.ZERO, Mood.UNKNOWN,
        null, new Inner(0, null), null, new Slow(), null, List.of(), List.of(), Set.of(), Map.of(), Map.of(),
        Stage.UNKNOWN, OsFamily.UNKNOWN, null);
    assertThat(codec.fromAvro(throughBytes(written, old, codec.schema()))).isEqualTo(expected);
  }

  @Test
  void aSymbolOfTomorrowReadsAsUnknown() throws IOException {
    record Felt(Mood mood) {}
    RecordCodec<Felt> codec = RecordCodec.of(Felt.class);
    Schema tomorrow = new Schema.Parser().parse(
        codec.schema().toString().replace("\"GOOD\"", "\"GREAT\",\"GOOD\""));
    Object written = new GenericRecordBuilder(tomorrow)
        .set("mood", new GenericData.EnumSymbol(tomorrow.getField("mood").schema(), "GREAT"))
        .build();
    assertThat(codec.fromAvro(throughBytes(written, tomorrow, codec.schema()))).isEqualTo(new Felt(Mood.UNKNOWN));
  }

  @Test
  void timesAreTruncatedToMilliseconds() {
    record Moment(Instant at) {}
    RecordCodec<Moment> codec = RecordCodec.of(Moment.class);
    Moment precise = new Moment(NOW.plusNanos(999_999));
    assertThat(codec.fromAvro(codec.toAvro(precise))).isEqualTo(new Moment(NOW));
  }

  @Test
  void plainAvroReadsWhatWasWritten() throws IOException {
    RecordCodec<Inner> codec = RecordCodec.of(Inner.class);
    Schema published = AvroModel.published(codec.schema());
    byte[] bytes = bytes(codec.toAvro(new Inner(5, 6L)), codec.schema());
    Object read = new GenericDatumReader<>(published).read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    assertThat(read).hasToString("{\"count\": 5, \"limit\": 6}");
  }

  @Test
  @SuppressWarnings("NullAway") // Nulls where none belong are the point.
  void whatCannotBeMappedIsNamed() {
    record Loop(List<Loop> loops) {}
    record Odd(Object thing) {}
    record Missing(String text, int n) {}
    record Two(Inner inner, int n) {}
    assertThatThrownBy(() -> RecordCodec.of(Loop.class)).hasMessageContaining("Loop.loops").hasMessageContaining("itself");
    assertThatThrownBy(() -> RecordCodec.of(Odd.class)).hasMessageContaining("Odd.thing");
    assertThatThrownBy(() -> RecordCodec.of(String.class)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordCodec.of(Missing.class).toAvro(new Missing(null, 1))).hasMessageContaining("Missing.text");
    assertThatThrownBy(() -> RecordCodec.of(Two.class).toAvro(new Two(null, 1))).hasMessageContaining("Two.inner");
  }

  @SuppressWarnings("unchecked")
  private static Object throughBytes(Object datum, Schema writer, Schema reader) throws IOException {
    DatumReader<Object> datumReader = (DatumReader<Object>) AvroModel.get().createDatumReader(writer, reader);
    return datumReader.read(null, DecoderFactory.get().binaryDecoder(bytes(datum, writer), null));
  }

  @SuppressWarnings("unchecked")
  private static byte[] bytes(Object datum, Schema schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    ((DatumWriter<Object>) AvroModel.get().createDatumWriter(schema)).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
