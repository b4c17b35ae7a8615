package dev.convoy.kit.streams;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What led to a decision, for the envelope of what it publishes.
 *
 * @param id id of the event, command or operation; null for a tick
 * @param correlation wave id that came along; null when none did
 */
record Cause(@Nullable String id, @Nullable String correlation) {

  static final String CAUSATION = "ce_causationid";
  static final String CORRELATION = "ce_correlationid";
  static final Cause NONE = new Cause(null, null);

  /** A private message passes on what it was caused by; an event is itself the cause. */
  static Cause of(Headers headers) {
    var id = text(headers, "ce_id");
    return new Cause(id != null ? id : text(headers, CAUSATION), text(headers, CORRELATION));
  }

  /** Wave of the event if it names one, else the one that came along. */
  @Nullable String correlation(SpecificRecord event) {
    var field = event.getSchema().getField("waveId");
    var wave = field == null ? null : event.get(field.pos());
    return wave == null ? correlation : wave.toString();
  }

  Headers passedOn() {
    var headers = new RecordHeaders();
    if (id != null) {
      headers.add(CAUSATION, id.getBytes(UTF_8));
    }
    if (correlation != null) {
      headers.add(CORRELATION, correlation.getBytes(UTF_8));
    }
    return headers;
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
