package dev.convoy.lab.deadletters;

import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.schemas.DeadLetterHeaders;
import dev.convoy.schemas.Topic.Retention;
import dev.convoy.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Sends records back to where they were refused, or gives them up. Record and mark are one transaction, so an origin is
 * sent once whatever happens in between; and whoever opens this ends what another was sending before it looks at what has
 * been done.
 */
public final class Replay implements AutoCloseable {

  /** Of all who replay, so that two cannot do it at once. */
  private static final String TRANSACTIONAL_ID = "convoy-dlq-replay";

  private final KafkaProducer<byte[], byte[]> producer;
  private final DeadLetterReader reader;
  private final DeadLetters letters;

  /** Looks at what there is. */
  public Replay(String bootstrapServers) {
    // What a producer compressed may be larger than a topic takes; the broker looks at the compressed size.
    this.producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all",
        "transactional.id", TRANSACTIONAL_ID, "transaction.timeout.ms", "10000", "max.block.ms", "10000",
        "compression.type", "gzip", "max.request.size", String.valueOf(64 << 20), "buffer.memory",
        String.valueOf(96 << 20)), new ByteArraySerializer(), new ByteArraySerializer());
    this.reader = new DeadLetterReader(bootstrapServers);
    try {
      producer.initTransactions();
      this.letters = DeadLetters.read(reader);
    } catch (KafkaException e) {
      close();
      throw new LabFailure("[CVY-9312] dlq: " + e.getMessage() + "; nothing was sent", e);
    }
  }

  /**
   * The letters that are meant, one for each origin.
   *
   * @param id where a letter stands; null = all that wait
   * @throws LabFailure if there is none, or it does not wait any more
   */
  public List<SetAside> chosen(@Nullable String id) {
    var found = letters.letters().stream().filter(each -> id == null || DeadLetters.id(each).equals(id)).toList();
    if (found.isEmpty()) {
      throw new LabFailure("[CVY-9313] dlq: there is no " + (id == null ? "dead letter" : id) + "; see convoy dlq list");
    }
    if (id != null && !letters.waits(found.getFirst())) {
      throw new LabFailure("[CVY-9314] dlq: " + found.getFirst().place() + " was " + letters.state(found.getFirst())
          + " already; nothing is sent twice");
    }
    var byOrigin = new LinkedHashMap<Place, SetAside>();
    found.stream().filter(letters::waits).forEach(each -> byOrigin.merge(
        each.place(), each, (one, other) -> one.whole() ? one : other));
    return List.copyOf(byOrigin.values());
  }

  /** Why a letter cannot be sent back; null when it can. */
  public @Nullable String obstacle(SetAside letter) {
    var place = letter.place();
    if (place.partition() < 0) {
      return "it came from no topic, but from the passing of time, and is tried again by itself";
    }
    if (compacted(place.topic()) && superseded(letter)) {
      return "a later record in " + place.topic() + " has the same key";
    }
    return null;
  }

  private static boolean compacted(String topic) {
    return Topics.all().stream().filter(each -> topic.endsWith("." + each.baseName()))
        .anyMatch(each -> each.retention() == Retention.COMPACTED);
  }

  /** What was wanted then may be done or forbidden now. */
  private boolean superseded(SetAside letter) {
    var key = letter.record().key();
    var later = new ArrayList<Long>();
    reader.readFrom(partition(letter), letter.place().offset() + 1, record -> {
      if (key != null && Arrays.equals(record.key(), key)) {
        later.add(record.offset());
      }
    });
    return !later.isEmpty();
  }

  /** Sends the record with its own key, value and headers to the partition it was refused in. */
  public void send(SetAside letter) {
    var original = letter.whole() ? letter.record() : fetched(letter);
    var headers = letter.whole() ? letter.originalHeaders() : List.of(original.headers().toArray());
    var back = new ProducerRecord<>(
        letter.place().topic(), letter.place().partition(), null, original.key(), original.value(), headers);
    transaction(letter, "replayed", "", () -> producer.send(back));
  }

  /** Gives the letter up: it waits no longer, and cannot be replayed. */
  public void discard(SetAside letter, String reason) {
    transaction(letter, "discarded", reason, () -> { });
  }

  private void transaction(SetAside letter, String state, String reason, Runnable more) {
    try {
      producer.beginTransaction();
      more.run();
      producer.send(mark(letter, state, reason));
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw new LabFailure("[CVY-9312] dlq: " + letter.place() + " was not " + state + ": " + e.getMessage()
          + "; those above it were, the others wait", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> mark(SetAside letter, String state, String reason) {
    var place = letter.place();
    List<Header> headers = List.of(header(DeadLetterHeaders.STATE, state),
        header(DeadLetterHeaders.TOPIC, place.topic()),
        header(DeadLetterHeaders.PARTITION, String.valueOf(place.partition())),
        header(DeadLetterHeaders.OFFSET, String.valueOf(place.offset())),
        header(DeadLetterHeaders.REASON, reason));
    return new ProducerRecord<>(
        letter.record().topic(), letter.record().partition(), null, letter.record().key(), new byte[0], headers);
  }

  private static Header header(String name, String text) {
    return new RecordHeader(name, text.getBytes(UTF_8));
  }

  private ConsumerRecord<byte[], byte[]> fetched(SetAside letter) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>(1);
    Consumer<ConsumerRecord<byte[], byte[]>> take = record -> {
      if (record.offset() == letter.place().offset()) {
        found.add(record);
      }
    };
    reader.readFrom(partition(letter), letter.place().offset(), take);
    if (found.isEmpty()) {
      throw new LabFailure("[CVY-9315] dlq: " + letter.place() + " was too large to be kept and is not in its topic any "
          + "more; discard it");
    }
    return found.getFirst();
  }

  private static TopicPartition partition(SetAside letter) {
    return new TopicPartition(letter.place().topic(), letter.place().partition());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    reader.close();
  }
}
