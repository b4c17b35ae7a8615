package dev.convoy.kit.poison;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records up to everything that was written when it was asked, also where that lies behind a transaction
 * of somebody else that is still open: that one is waited for. For one thread.
 */
public final class DeadLetterReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CALL_MILLIS = "10000";

  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Connects when it is first asked. */
  public DeadLetterReader(String bootstrapServers) {
    this.admin = Admin.create(
        Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", CALL_MILLIS, "request.timeout.ms", "5000"));
    this.consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "isolation.level",
        "read_committed", "enable.auto.commit", "false", "auto.offset.reset", "earliest", "allow.auto.create.topics",
        "false", "default.api.timeout.ms", CALL_MILLIS), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Hands over what has come into these topics since the last call.
   *
   * @throws KafkaException if the broker does not answer, or a transaction stays open for half a minute
   */
  public void readOn(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition())).collect(Collectors.toSet());
    readOn(ends(partitions), each);
  }

  /** Names of the topics there are. */
  public Set<String> topics(Predicate<String> wanted) {
    return consumer.listTopics().keySet().stream().filter(wanted).collect(Collectors.toUnmodifiableSet());
  }

  /** Hands over what stands in a partition from an offset on. */
  public void readFrom(TopicPartition partition, long offset, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    positions.put(partition, offset);
    readOn(ends(Set.of(partition)), each);
  }

  private void readOn(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    ends.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    consumer.assign(ends.keySet());
    ends.keySet().forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    var late = System.nanoTime() + PATIENCE.toNanos();
    while (!ends.isEmpty()) {
      var records = consumer.poll(POLL);
      records.forEach(each);
      records.partitions().forEach(partition -> positions.put(partition, consumer.position(partition)));
      late = records.isEmpty() ? late : System.nanoTime() + PATIENCE.toNanos();
      ends.entrySet().removeIf(end -> passed(end.getKey(), end.getValue()));
      if (System.nanoTime() > late) {
        throw new TimeoutException("a transaction is open in " + ends.keySet() + " and does not end");
      }
    }
  }

  private boolean passed(TopicPartition partition, long end) {
    var position = consumer.position(partition);
    positions.put(partition, position);
    return position >= end;
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    try {
      var latest = partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
      var ends = new HashMap<TopicPartition, Long>();
      admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close(Duration.ofSeconds(5));
  }
}
