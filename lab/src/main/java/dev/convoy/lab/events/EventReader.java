package dev.convoy.lab.events;

import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads whole topics {@code read_committed}, without a group. For one thread. */
public final class EventReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KafkaConsumer<String, byte[]> consumer;
  private final String bootstrapServers;
  private final Duration patience;

  /** Connects when it is first asked. */
  public EventReader(String bootstrapServers) {
    this(bootstrapServers, Duration.ZERO);
  }

  /** @param patience how long an outage of the broker is waited out */
  public EventReader(String bootstrapServers, Duration patience) {
    this.bootstrapServers = bootstrapServers;
    this.patience = patience;
    this.consumer = new KafkaConsumer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "isolation.level", "read_committed",
        "enable.auto.commit", "false",
        "auto.offset.reset", "earliest",
        "allow.auto.create.topics", "false",
        "default.api.timeout.ms", String.valueOf(PATIENCE.toMillis())),
        new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Names of the topics there are. */
  public Set<String> topics(Predicate<String> wanted) {
    return Patience.until(patience, () -> topicsNow(wanted));
  }

  private Set<String> topicsNow(Predicate<String> wanted) {
    return told(() -> consumer.listTopics(PATIENCE).keySet().stream().filter(wanted)
        .collect(Collectors.toUnmodifiableSet()));
  }

  /** Hands over every committed record of these topics up to what was their end at the call. */
  public void readToEnd(Collection<String> topics, Consumer<ConsumerRecord<String, byte[]>> each) {
    Map<TopicPartition, Long> ends = Patience.until(patience, () -> told(() -> assign(topics)));
    while (!ends.isEmpty()) {
      told(() -> consumer.poll(LOOK)).forEach(each);
      Patience.until(patience, () -> told(() ->
          ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())));
    }
  }

  /** From the beginning up to what is the end now; partitions without records are left out. */
  private Map<TopicPartition, Long> assign(Collection<String> topics) {
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions(topics)));
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    return ends;
  }

  /** Goes on after {@link #readToEnd} with what is committed from then on, while {@code wanted}. */
  public void follow(BooleanSupplier wanted, Consumer<ConsumerRecord<String, byte[]>> each) {
    told(() -> {
      while (wanted.getAsBoolean()) {
        consumer.poll(LOOK).forEach(each);
      }
      return true;
    });
  }

  private Set<TopicPartition> partitions(Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    return Set.copyOf(partitions);
  }

  private <T> T told(Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      throw new LabFailure("[CVY-9233] Kafka: no answer from " + bootstrapServers
          + "; is the lab running? Name another broker with --bootstrap-servers", e);
    } catch (KafkaException e) {
      throw new LabFailure("[CVY-9234] Kafka: " + e.getMessage() + "; check " + bootstrapServers, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
