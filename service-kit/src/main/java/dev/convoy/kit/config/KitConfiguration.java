package dev.convoy.kit.config;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.ServiceTopology;
import dev.convoy.kit.streams.StreamsMetrics;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnservedReports;
import dev.convoy.kit.worker.WorkerGroup;
import dev.convoy.kit.worker.WorkerMetrics;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.SchemaRegistries;
import dev.convoy.schemas.registry.SchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.kstream.KStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Wires a service from its {@link ServiceDefinition} and its {@link OperationHandler}s: topology, worker, AWS clients.
 * A service has groups if {@code convoy.groups} says so, and foreign topics if it declares a {@link ForeignSource}.
 */
@AutoConfiguration
@EnableConfigurationProperties({KitSettings.class, AwsSettings.class, FaultSettings.class})
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
  PlannedCalls plannedCalls(Clock clock, MeterRegistry meters) {
    return new PlannedCalls(clock, meters);
  }

  @Bean
  PlanController planController(AwsSettings settings, PlannedCalls planned) {
    return new PlanController(settings, planned);
  }

  @Bean
  AwsClients awsClients(AwsSettings settings, PlannedCalls planned) {
    return new AwsClients(settings, planned);
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
  FaultPoints faultPoints(FaultSettings settings) {
    return settings.points();
  }

  /** In every service: an outage of the broker can end a thread anywhere. */
  @Bean
  static StreamThreads streamThreads(ObjectProvider<StreamsFailure> failure) {
    return new StreamThreads(failure::getObject);
  }

  @Bean("streamsHealthIndicator")
  StreamsFailure streamsFailure(KitSettings settings, WorkerLifecycle worker) {
    return new StreamsFailure(settings.service(), worker::stop, settings.lingerAfterDefect(), System::exit);
  }

  @Bean
  ServiceTopology<?, ?, ?> serviceTopology(
      ServiceDefinition<?, ?, ?> service, TopicNames topics, Codecs codecs, StreamsMetrics metrics, KitSettings settings,
      FaultPoints faults) {
    return new ServiceTopology<>(service, topics, codecs, metrics, settings.tick(), faults);
  }

  /** The binder's function of a service without groups. The binder finds the types by a method of the bean's name. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "convoy.decider.enabled", matchIfMissing = true)
  @ConditionalOnBooleanProperty(name = "convoy.groups", havingValue = false, matchIfMissing = true)
  static class WithoutGroups {
    @Bean
    Consumer<KStream<byte[], byte[]>> decider(ServiceTopology<?, ?, ?> topology) {
      return topology::servers;
    }
  }

  /** The binder's function of a service with groups. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "convoy.decider.enabled", matchIfMissing = true)
  @ConditionalOnBooleanProperty("convoy.groups")
  static class WithGroups {
    @Bean
    BiConsumer<KStream<byte[], byte[]>, KStream<byte[], byte[]>> decider(ServiceTopology<?, ?, ?> topology) {
      return (servers, groups) -> {
        topology.servers(servers);
        topology.groups(groups);
      };
    }
  }

  /** The binder's function for topics of foreign producers. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty(name = "convoy.decider.enabled", matchIfMissing = true)
  @ConditionalOnBooleanProperty("convoy.foreign")
  static class WithForeignSource {
    @Bean
    Consumer<KStream<byte[], byte[]>> foreign(ServiceTopology<?, ?, ?> topology, ForeignSource source) {
      return records -> topology.foreign(records, source);
    }
  }

  /** Writes what comes from outside: commands and declarations. Opened when something needs it. */
  @Bean
  @Lazy
  Producer<String, byte[]> commandProducer(KitSettings settings) {
    return new KafkaProducer<>(WorkerClients.producer(settings, "commands"), new StringSerializer(),
        new ByteArraySerializer());
  }

  @Bean
  WorkerLifecycle operationWorker(
      ServiceDefinition<?, ?, ?> service, ObjectProvider<OperationHandler<?, ?>> handlers, WorkerClients clients,
      KitSettings settings) {
    var wanted = service.operations() != null && settings.worker().enabled();
    return new WorkerLifecycle(!wanted ? null : () -> clients.worker(service, handlers.stream().toList()));
  }

  @Bean
  WorkerClients workerClients(
      KitSettings settings, TopicNames topics, Codecs codecs, Clock clock, WorkerMetrics metrics, FaultPoints faults,
      DeadLetterDesk deadLetters, WorkerGroup group) {
    var end = new FatalEnd(settings.service(), Runtime.getRuntime()::halt);
    return new WorkerClients(settings, topics, codecs, clock, metrics, faults, deadLetters, group, end);
  }

  /** For a service that tells its workers apart, its own takes the place of this one. */
  @Bean
  @ConditionalOnMissingBean
  WorkerGroup workerGroup() {
    return WorkerGroup.REST;
  }

  /** In every instance, also one that decides only: the workers that are not there cannot say so. */
  @Bean
  @ConditionalOnBean(UnservedReports.class)
  WorkerWatch<?, ?> workerWatch(
      ServiceDefinition<?, ?, ?> service, UnservedReports<?> reports, KitSettings settings, TopicNames topics,
      Codecs codecs, Clock clock, MeterRegistry meters) {
    return watch(service, reports, settings, topics, codecs, clock, meters);
  }

  @SuppressWarnings("unchecked")
  private static <O extends Operation, R extends Outcome> WorkerWatch<O, R> watch(
      ServiceDefinition<?, O, R> service, UnservedReports<?> reports, KitSettings settings, TopicNames topics,
      Codecs codecs, Clock clock, MeterRegistry meters) {
    return new WorkerWatch<>(service, (UnservedReports<R>) reports, settings, topics, codecs, clock, meters);
  }

  /** For what reads by plain consumers: the worker, the read model. */
  @Bean
  DeadLetterDesk deadLetterDesk(KitSettings settings, TopicNames topics, MeterRegistry meters) {
    return new KafkaDeadLetters(settings, topics.of(settings.service() + ".dlq"), meters);
  }

  @Bean
  ApplicationRunner schemaPublication(ServiceDefinition<?, ?, ?> service, Codecs codecs, StreamsFailure failure) {
    return started -> Thread.ofVirtual().name("schemas").start(new SchemaPublication(service, codecs, failure::happened));
  }

  @Bean
  RegistryHealth registryHealthIndicator(SchemaRegistry registry, MeterRegistry meters) {
    return new RegistryHealth(registry, meters);
  }
}
