package dev.convoy.schemas;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of an event: CloudEvents 1.0 in binary mode, as Kafka headers, with W3C trace context.
 *
 * @param id name-based, so that a repeat of the same event has the same id
 * @param source the service that states it, such as {@code launch-service}
 * @param type such as {@code dev.convoy.AgentInstalled}
 * @param subject server id, or wave id on wave events
 * @param time when it happened; null if a foreign producer gave none
 * @param causationId id of the event or command that led to it
 * @param correlationId wave id
 * @param traceparent W3C trace context
 */
public record EventHeaders(
    String id,
    String source,
    String type,
    String subject,
    @Nullable Instant time,
    @Nullable String causationId,
    @Nullable String correlationId,
    @Nullable String traceparent) {
  private static final String SPEC_VERSION = "1.0";
  private static final String CONTENT_TYPE = "application/avro";
  private static final String TYPE_PREFIX = "dev.convoy.";

  /**
   * The envelope of an event. Round, attempt and time are read from its fields {@code round}, {@code attempt} and {@code
   * occurredAt} (or {@code updatedAt}) where it has them.
   *
   * @param ordinal tells apart events of one type about one subject in the same round and attempt; it must come from
   *     kept state, so that a repeat yields the same
   * @param cause envelope of what led to it; passes on its trace
   */
  public static EventHeaders of(
      Service service,
      SpecificRecord event,
      String subject,
      long ordinal,
      @Nullable EventHeaders cause,
      @Nullable String correlationId) {
    String type = TYPE_PREFIX + event.getSchema().getName();
    String id = id(type, subject, number(event, "round"), number(event, "attempt"), ordinal);
    String causationId = cause == null ? null : cause.id();
    String trace = cause == null ? null : cause.traceparent();
    return new EventHeaders(
        id,
        service.fullName(),
        type,
        subject,
        time(event),
        causationId,
        correlationId,
        trace != null ? trace : traceparent(firstOf(correlationId, causationId, id), id));
  }

  /** Name-based UUID of what makes an event this one and no other. */
  public static String id(String type, String subject, int round, int attempt, long ordinal) {
    return uuid(type + '\n' + subject + '\n' + round + '\n' + attempt + '\n' + ordinal).toString();
  }

  private static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String traceparent(String traceName, String spanName) {
    String trace = uuid("trace\n" + traceName).toString().replace("-", "");
    String span = uuid("span\n" + spanName).toString().replace("-", "").substring(0, 16);
    return "00-" + trace + "-" + span + "-01";
  }

  private static String firstOf(@Nullable String first, @Nullable String second, String last) {
    return first != null ? first : Objects.requireNonNullElse(second, last);
  }

  private static int number(SpecificRecord event, String field) {
    Schema.Field found = event.getSchema().getField(field);
    return found != null && event.get(found.pos()) instanceof Integer value ? value : 0;
  }

  private static @Nullable Instant time(SpecificRecord event) {
    Schema.Field found = event.getSchema().getField("occurredAt");
    if (found == null) {
      found = event.getSchema().getField("updatedAt");
    }
    return found != null && event.get(found.pos()) instanceof Instant time ? time : null;
  }

  /** As Kafka headers. */
  public Headers toKafka() {
    RecordHeaders headers = new RecordHeaders();
    add(headers, "ce_specversion", SPEC_VERSION);
    add(headers, "ce_id", id);
    add(headers, "ce_source", source);
    add(headers, "ce_type", type);
    add(headers, "ce_subject", subject);
    add(headers, "ce_time", time == null ? null : time.toString());
    add(headers, "ce_causationid", causationId);
    add(headers, "ce_correlationid", correlationId);
    add(headers, "content-type", CONTENT_TYPE);
    add(headers, "traceparent", traceparent);
    return headers;
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The envelope in Kafka headers; empty where the required ones are missing. A time that cannot be read is null. */
  public static Optional<EventHeaders> parse(Headers headers) {
    String id = text(headers, "ce_id");
    String source = text(headers, "ce_source");
    String type = text(headers, "ce_type");
    if (id == null || source == null || type == null || !SPEC_VERSION.equals(text(headers, "ce_specversion"))) {
      return Optional.empty();
    }
    return Optional.of(new EventHeaders(
        id,
        source,
        type,
        Objects.requireNonNullElse(text(headers, "ce_subject"), ""),
        instant(text(headers, "ce_time")),
        text(headers, "ce_causationid"),
        text(headers, "ce_correlationid"),
        text(headers, "traceparent")));
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
