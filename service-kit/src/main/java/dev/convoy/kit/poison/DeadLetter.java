package dev.convoy.kit.poison;

import dev.convoy.schemas.DeadLetterHeaders;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.TopicSettings;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A record as it came, with what {@link DeadLetterHeaders} tell about it. One that would be larger than the topic of dead
 * letters takes goes without key, value and headers: those stay in the topic of origin, and replay fetches them there.
 */
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

  private static final int LONGEST_REASON = 1000;
  private static final int ROOM = 64 * 1024;

  /** The letter of a record that {@code service} refuses. */
  public static DeadLetter of(
      Service service, Origin origin, byte @Nullable [] key, byte @Nullable [] value, Headers headers,
      PoisonException why) {
    var fits = size(key) + size(value) + size(headers) <= TopicSettings.DEAD_LETTER_BYTES - ROOM;
    var all = fits ? new RecordHeaders(headers.toArray()) : new RecordHeaders();
    add(all, DeadLetterHeaders.SERVICE, service.fullName());
    add(all, DeadLetterHeaders.TOPIC, origin.topic());
    add(all, DeadLetterHeaders.PARTITION, String.valueOf(origin.partition()));
    add(all, DeadLetterHeaders.OFFSET, String.valueOf(origin.offset()));
    add(all, DeadLetterHeaders.TIMESTAMP, String.valueOf(origin.timestamp()));
    add(all, DeadLetterHeaders.CODE, why.poison().code());
    add(all, DeadLetterHeaders.REASON, reason(why));
    add(all, DeadLetterHeaders.HEADERS, String.valueOf(headers.toArray().length));
    add(all, DeadLetterHeaders.WHOLE, String.valueOf(fits));
    return new DeadLetter(fits ? key : null, fits ? value : null, all);
  }

  /** Why it was refused, without secrets. */
  public String reason() {
    return new String(headers.lastHeader(DeadLetterHeaders.REASON).value(), UTF_8);
  }

  private static String reason(PoisonException why) {
    var text = Secrets.scrubbed("[" + why.poison().code() + "] " + String.valueOf(why.getMessage()));
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  private static long size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long size(Headers headers) {
    long size = 0;
    for (var header : headers) {
      size += 16 + header.key().length() * 3L + size(header.value());
    }
    return size;
  }
}
