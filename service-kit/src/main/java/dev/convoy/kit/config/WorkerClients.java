package dev.convoy.kit.config;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.OperationWorker;
import dev.convoy.kit.worker.OutcomeRecorder;
import dev.convoy.kit.worker.WorkerGroup;
import dev.convoy.kit.worker.WorkerMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opens workers with their Kafka clients. */
final class WorkerClients {

  private static final int BLOCK_MILLIS = 15_000;
  private static final int TRANSACTION_MILLIS = 30_000;

  private final KitSettings settings;
  private final TopicNames topics;
  private final Codecs codecs;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final FaultPoints faults;
  private final DeadLetterDesk deadLetters;
  private final WorkerGroup group;
  private final FatalEnd end;

  WorkerClients(
      KitSettings settings, TopicNames topics, Codecs codecs, Clock clock, WorkerMetrics metrics, FaultPoints faults,
      DeadLetterDesk deadLetters, WorkerGroup group, FatalEnd end) {
    this.settings = settings;
    this.topics = topics;
    this.codecs = codecs;
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
    this.deadLetters = deadLetters;
    this.group = group;
    this.end = end;
  }

  /** A worker that is not started yet. */
  @SuppressWarnings("unchecked")
  <O extends Operation, R extends Outcome> OperationWorker<O, R> worker(
      ServiceDefinition<?, O, R> service, List<OperationHandler<?, ?>> handlers) {
    var operations = service.operations();
    var outcomes = service.outcomes();
    if (operations == null || outcomes == null) {
      throw new IllegalStateException(service.name() + " has no operations");
    }
    var topic = topics.of(service.name() + ".operations");
    var worker = settings.worker();
    return new OperationWorker<>(
        new OperationWorker.Settings(topic, worker.sessionTimeout().dividedBy(2), worker.freshness(), worker.drain(),
            group),
        () -> new KafkaConsumer<>(consumer(settings, group), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        value -> codecs.read(operations, topic, value),
        (List<OperationHandler<? extends O, R>>) (List<?>) handlers,
        partition -> recorder(outcomes, topics.of(service.name() + ".outcomes"), partition),
        clock,
        metrics,
        faults,
        deadLetters,
        end::happened);
  }

  private <R extends Outcome> OutcomeRecorder<R> recorder(Class<R> outcomes, String topic, int partition) {
    var producer = new KafkaProducer<>(
        outcomes(settings, group, partition), new StringSerializer(), new ByteArraySerializer());
    return new KafkaOutcomeRecorder<>(producer, codecs, outcomes, topic, faults);
  }

  /** One transactional id for each group and partition of operations, so that its owner fences the one before. */
  static Map<String, Object> outcomes(KitSettings settings, WorkerGroup group, int partition) {
    var name = group.named("outcomes") + "-" + partition;
    var producer = new HashMap<>(producer(settings, name));
    producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "convoy-" + settings.service() + "-" + name);
    producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
    return producer;
  }

  static Map<String, Object> producer(KitSettings settings, String purpose) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
        ProducerConfig.CLIENT_ID_CONFIG, "convoy-" + settings.service() + "-" + purpose);
  }

  /** Consumer group of a group of workers. */
  static String consumerGroup(KitSettings settings, WorkerGroup group) {
    return "convoy-" + settings.service() + "-" + group.named("worker");
  }

  static Map<String, Object> consumer(KitSettings settings, WorkerGroup group) {
    var consumer = new HashMap<String, Object>(Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ConsumerConfig.GROUP_ID_CONFIG, consumerGroup(settings, group),
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
        ConsumerConfig.GROUP_PROTOCOL_CONFIG, settings.kafka().workerGroupProtocol()));
    if ("classic".equals(settings.kafka().workerGroupProtocol())) {
      consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) settings.worker().sessionTimeout().toMillis());
    }
    return consumer;
  }
}
