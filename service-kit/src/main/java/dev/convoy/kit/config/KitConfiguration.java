package dev.convoy.kit.config;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.ServiceTopology;
import dev.convoy.kit.streams.StreamsMetrics;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.OperationWorker;
import dev.convoy.kit.worker.WorkerMetrics;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.SchemaRegistries;
import dev.convoy.schemas.registry.SchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.kstream.KStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires a service from its {@link ServiceDefinition} and its {@link OperationHandler}s: topology, worker, AWS clients.
 * A service has groups if {@code convoy.groups} says so, and foreign topics if it declares a {@link ForeignSource}.
 */
@AutoConfiguration
@EnableConfigurationProperties({KitSettings.class, AwsSettings.class})
public class KitConfiguration {

  /** Ticks in milliseconds, as times are kept on Kafka, so that a time read here and read back are the same. */
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Bean
  TopicNames topicNames(KitSettings settings) {
    return new TopicNames(
        new TopicSettings(settings.topicPrefix(), settings.partitions(), settings.replicationFactor()));
  }

  @Bean
  @ConditionalOnMissingBean
  SchemaRegistry schemaRegistry(KitSettings settings) {
    return SchemaRegistries.from(Map.of("schema.registry.url", settings.registry().url()));
  }

  @Bean
  Codecs codecs(SchemaRegistry registry) {
    return new Codecs(registry);
  }

  @Bean
  AwsClients awsClients(AwsSettings settings) {
    return new AwsClients(settings);
  }

  @Bean
  StreamsMetrics streamsMetrics(MeterRegistry registry) {
    return new StreamsMetrics(registry);
  }

  @Bean
  WorkerMetrics workerMetrics(MeterRegistry registry) {
    return new WorkerMetrics(registry);
  }

  @Bean
  ServiceTopology<?, ?, ?> serviceTopology(
      ServiceDefinition<?, ?, ?> service, TopicNames topics, Codecs codecs, StreamsMetrics metrics, KitSettings settings) {
    return new ServiceTopology<>(service, topics, codecs, metrics, settings.tick());
  }

  /** The binder's function of a service without groups. The binder finds the types by a method of the bean's name. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "convoy.groups", havingValue = false, matchIfMissing = true)
  static class WithoutGroups {
    @Bean
    Consumer<KStream<String, byte[]>> decider(ServiceTopology<?, ?, ?> topology) {
      return topology::servers;
    }
  }

  /** The binder's function of a service with groups. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty("convoy.groups")
  static class WithGroups {
    @Bean
    BiConsumer<KStream<String, byte[]>, KStream<String, byte[]>> decider(ServiceTopology<?, ?, ?> topology) {
      return (servers, groups) -> {
        topology.servers(servers);
        topology.groups(groups);
      };
    }
  }

  /** The binder's function for topics of foreign producers. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty("convoy.foreign")
  static class WithForeignSource {
    @Bean
    Consumer<KStream<String, byte[]>> foreign(ServiceTopology<?, ?, ?> topology, ForeignSource source) {
      return records -> topology.foreign(records, source);
    }
  }

  @Bean
  Producer<String, byte[]> outcomeProducer(KitSettings settings) {
    return new KafkaProducer<>(Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
        ProducerConfig.CLIENT_ID_CONFIG, "convoy-" + settings.service() + "-outcomes"),
        new StringSerializer(), new ByteArraySerializer());
  }

  @Bean
  WorkerLifecycle operationWorker(
      ServiceDefinition<?, ?, ?> service, ObjectProvider<OperationHandler<?, ?>> handlers, KitSettings settings,
      TopicNames topics, Codecs codecs, Producer<String, byte[]> producer, Clock clock, WorkerMetrics metrics) {
    var wanted = service.operations() != null && settings.worker().enabled();
    return new WorkerLifecycle(!wanted ? null
        : () -> worker(service, handlers.stream().toList(), settings, topics, codecs, producer, clock, metrics));
  }

  @SuppressWarnings("unchecked")
  private static <O extends Operation, R extends Outcome> OperationWorker<O, R> worker(
      ServiceDefinition<?, O, R> service, List<OperationHandler<?, ?>> handlers, KitSettings settings, TopicNames topics,
      Codecs codecs, Producer<String, byte[]> producer, Clock clock, WorkerMetrics metrics) {
    var operations = service.operations();
    var outcomes = service.outcomes();
    if (operations == null || outcomes == null) {
      throw new IllegalStateException(service.name() + " has no operations");
    }
    var topic = topics.of(service.name() + ".operations");
    var worker = settings.worker();
    return new OperationWorker<>(
        new OperationWorker.Settings(
            topic, worker.sessionTimeout().dividedBy(2), worker.freshness(), worker.drain()),
        new KafkaConsumer<>(consumer(settings), new StringDeserializer(), new ByteArrayDeserializer()),
        value -> codecs.read(operations, topic, value),
        (List<OperationHandler<? extends O, R>>) (List<?>) handlers,
        new KafkaOutcomeRecorder<>(producer, codecs, outcomes, topics.of(service.name() + ".outcomes")),
        clock,
        metrics);
  }

  private static Map<String, Object> consumer(KitSettings settings) {
    var consumer = new HashMap<String, Object>(Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ConsumerConfig.GROUP_ID_CONFIG, "convoy-" + settings.service() + "-worker",
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
