package dev.convoy.kit.streams;

import dev.convoy.schemas.EventHeaders;
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
 * @param trace W3C trace context that came along; null when none did
 */
record Cause(@Nullable String id, @Nullable String correlation, @Nullable String trace) {

  static final String CAUSATION = "ce_causationid";
  static final String CORRELATION = "ce_correlationid";
  static final String TRACE = "traceparent";
  static final Cause NONE = new Cause(null, null, null);

  /** A private message passes on what it was caused by; an event is itself the cause. */
  static Cause of(Headers headers) {
    var id = text(headers, "ce_id");
    return new Cause(id != null ? id : text(headers, CAUSATION), text(headers, CORRELATION),
        text(headers, TRACE));
  }

  /** Wave of the event if it names one, else the one that came along. */
  @Nullable String correlation(SpecificRecord event) {
    var field = event.getSchema().getField("waveId");
    var wave = field == null ? null : event.get(field.pos());
    return wave == null ? correlation : wave.toString();
  }

  /** The envelope of an event with this cause. */
  EventHeaders complete(EventHeaders plain) {
    return new EventHeaders(plain.id(), plain.source(), plain.type(), plain.subject(), plain.time(), id,
        plain.correlationId(), trace != null ? trace : plain.traceparent());
  }

  /** The same outcome of an operation as cause. */
  Cause by(String operationId) {
    return new Cause(operationId, correlation, trace);
  }

  Headers passedOn() {
    var headers = new RecordHeaders();
    if (id != null) {
      headers.add(CAUSATION, id.getBytes(UTF_8));
    }
    if (correlation != null) {
      headers.add(CORRELATION, correlation.getBytes(UTF_8));
    }
    if (trace != null) {
      headers.add(TRACE, trace.getBytes(UTF_8));
    }
    return headers;
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
