package dev.convoy.kit.poison;

import dev.convoy.schemas.DeadLetterHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A record of a topic of dead letters: a letter, or what became of the letters of one origin. */
public record SetAside(ConsumerRecord<byte[], byte[]> record) {

  /** The origin as text; what it is told apart by. */
  public Place place() {
    return new Place(text(DeadLetterHeaders.TOPIC), number(DeadLetterHeaders.PARTITION),
        Long.parseLong(or(text(DeadLetterHeaders.OFFSET), "-1")));
  }

  /** Topic, partition and offset of a record; -1 for a partition where it was in no topic. */
  public record Place(String topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic + "/" + partition + "@" + offset;
    }
  }

  /** {@code replayed} or {@code discarded}; empty for a letter. */
  public String state() {
    return text(DeadLetterHeaders.STATE);
  }

  public String code() {
    return text(DeadLetterHeaders.CODE);
  }

  public String reason() {
    return text(DeadLetterHeaders.REASON);
  }

  public String service() {
    return text(DeadLetterHeaders.SERVICE);
  }

  /** Key of what was set aside, as text; empty when there was none. */
  public String key() {
    var key = record.key();
    return key == null ? "" : new String(key, UTF_8);
  }

  /** When it was set aside, UTC. */
  public Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** False if the record was too large to be here; it is in its topic of origin. */
  public boolean whole() {
    return !"false".equals(text(DeadLetterHeaders.WHOLE));
  }

  /** The headers that the record had when it was refused. */
  public List<Header> originalHeaders() {
    var all = record.headers().toArray();
    var own = number(DeadLetterHeaders.HEADERS);
    return own >= 0 ? List.of(all).subList(0, Math.min(own, all.length))
        : Arrays.stream(all).filter(each -> !each.key().startsWith("convoy_dlq_")).toList();
  }

  private int number(String name) {
    return Integer.parseInt(or(text(name), "-1"));
  }

  private static String or(String text, String otherwise) {
    return text.matches("-?\\d{1,18}") ? text : otherwise;
  }

  private String text(String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
