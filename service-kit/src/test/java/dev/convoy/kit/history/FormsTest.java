package dev.convoy.kit.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the comparison with a recorded history takes for the same, and what it does not. */
class FormsTest {

  private static final String STORED = "dev.convoy.launch.server";
  private static final String EVENTS = "dev.convoy.events.launch";
  private static final Set<String> NAMED = Set.of("State.standing");

  private final RecordedRegistry registry = new RecordedRegistry(Map.of(1, Schema.create(Schema.Type.STRING)));
  private final Forms forms = new Forms(registry);

  @Test
  void the_same_value_is_the_same() {
    assertThat(same(older(STORED, 1), older(STORED, 1))).isTrue();
    assertThat(same(older(STORED, 1), older(STORED, 2))).isFalse();
    assertThat(same(older(STORED, 1), older(EVENTS, 1))).isFalse();
  }

  @Test
  void an_event_may_say_more_than_it_did_but_nothing_else() {
    assertThat(same(older(EVENTS, 1), newer(EVENTS, 1, "standing", "since noon"))).isTrue();
    assertThat(same(older(EVENTS, 1), newer(EVENTS, 2, "standing", "since noon"))).isFalse();
  }

  @Test
  void what_is_stored_may_not_unless_the_field_is_named() {
    assertThat(same(older(STORED, 1), newer(STORED, 1, "standing", "since noon"))).isTrue();
    assertThat(same(older(STORED, 1), newer(STORED, 2, "standing", "since noon"))).isFalse();
    assertThat(same(older(STORED, 1), newer(STORED, 1, "slipped", "since noon"))).isFalse();
  }

  @Test
  void a_new_field_of_what_is_stored_that_says_nothing_is_no_difference() {
    assertThat(same(older(STORED, 1), newer(STORED, 1, "slipped", null))).isTrue();
  }

  @Test
  void a_field_that_is_named_is_compared_with_a_recording_that_knew_it() {
    var then = newer(STORED, 1, "standing", "since noon");
    assertThat(same(then, newer(STORED, 1, "standing", "since noon"))).isTrue();
    assertThat(same(then, newer(STORED, 1, "standing", "since ten"))).isFalse();
  }

  @Test
  void a_field_that_is_gone_is_a_difference() {
    assertThat(same(newer(STORED, 1, "standing", "since noon"), older(STORED, 1))).isFalse();
    assertThat(same(newer(EVENTS, 1, "standing", "since noon"), older(EVENTS, 1))).isFalse();
  }

  @Test
  void an_event_that_is_stored_may_say_more_as_well() {
    assertThat(same(holding(older(EVENTS, 1)), holding(newer(EVENTS, 1, "slipped", "since noon")))).isTrue();
    assertThat(same(holding(older(STORED, 1)), holding(newer(STORED, 1, "slipped", "since noon")))).isFalse();
    assertThat(same(holding(older(STORED, 1)), holding(newer(STORED, 1, "standing", "since noon")))).isTrue();
  }

  @Test
  void what_is_left_out_is_not_looked_at() {
    assertThat(forms.same(bytes(older(STORED, 1)), bytes(older(STORED, 2)), NAMED, "State.attempt"::equals)).isTrue();
    assertThat(forms.same(bytes(older(STORED, 1)), bytes(older(STORED, 2)), NAMED, "State.other"::equals)).isFalse();
  }

  @Test
  void a_tombstone_is_nothing_but_a_tombstone() {
    assertThat(forms.same((byte[]) null, (byte[]) null)).isTrue();
    assertThat(forms.same(bytes(older(STORED, 1)), (byte[]) null)).isFalse();
  }

  /** What the build compares with, so that nobody names a field more without seeing this. */
  @Test
  void three_fields_of_launch_service_and_two_of_replication_service_are_new_since_the_first_recording() {
    assertThat(Compared.NEW).containsExactlyInAnyOrder("Verdicts.standing", "Launches.ground", "Launches.left",
        "Build.application", "Build.windows");
  }

  private boolean same(GenericRecord older, GenericRecord newer) {
    return forms.same(bytes(older), bytes(newer), NAMED, field -> false);
  }

  private static GenericRecord older(String namespace, int attempt) {
    var record = new GenericData.Record(SchemaBuilder.record("State").namespace(namespace).fields().requiredInt("attempt").endRecord());
    record.put("attempt", attempt);
    return record;
  }

  private static GenericRecord newer(String namespace, int attempt, String field, String value) {
    var record = new GenericData.Record(SchemaBuilder.record("State").namespace(namespace).fields().requiredInt("attempt")
        .optionalString(field).endRecord());
    record.put("attempt", attempt);
    record.put(field, value);
    return record;
  }

  /** In the list of a stored record. */
  private static GenericRecord holding(GenericRecord held) {
    var record = new GenericData.Record(SchemaBuilder.record("Holder").namespace(STORED).fields().name("all").type().array()
        .items(held.getSchema()).noDefault().endRecord());
    record.put("all", List.of(held));
    return record;
  }

  private byte[] bytes(GenericRecord value) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(registry.register("any", value.getSchema())).array());
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(value.getSchema()).write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
