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

  /** Connects when it is first asked. */
  public EventReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
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
    return told(() -> consumer.listTopics(PATIENCE).keySet().stream().filter(wanted)
        .collect(Collectors.toUnmodifiableSet()));
  }

  /** Hands over every committed record of these topics up to what was their end at the call. */
  public void readToEnd(Collection<String> topics, Consumer<ConsumerRecord<String, byte[]>> each) {
    told(() -> {
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions(topics)));
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      while (!ends.isEmpty()) {
        consumer.poll(LOOK).forEach(each);
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      }
      return true;
    });
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
