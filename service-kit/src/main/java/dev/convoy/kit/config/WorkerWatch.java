package dev.convoy.kit.config;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.kit.worker.UnservedOperations;
import dev.convoy.kit.worker.UnservedReports;
import dev.convoy.kit.worker.WorkerGroup;
import dev.convoy.schemas.registry.RegistryException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sees which groups of workers have nobody, as the broker counts their members, and tells the decider of the operations
 * that wait for them. It reads the whole table of operations and acts on nothing.
 */
final class WorkerWatch<O extends Operation, R extends Outcome> implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WorkerWatch.class);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final KitSettings settings;
  private final UnservedReports<R> reports;
  private final Codecs codecs;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Class<O> operations;
  private final Class<R> outcomes;
  private final String table;
  private final String answers;
  private final Duration pause;
  private final UnservedOperations standing;
  private final Map<String, Integer> members = new ConcurrentHashMap<>();
  private final Set<String> shown = new HashSet<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Instant nextLook;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable Thread thread;
  private volatile boolean running;

  WorkerWatch(
      ServiceDefinition<?, O, R> service, UnservedReports<R> reports, KitSettings settings, TopicNames topics,
      Codecs codecs, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.reports = reports;
    this.codecs = codecs;
    this.clock = clock;
    this.meters = meters;
    this.operations = Objects.requireNonNull(service.operations());
    this.outcomes = Objects.requireNonNull(service.outcomes());
    this.table = topics.of(service.name() + ".operations");
    this.answers = topics.of(service.name() + ".outcomes");
    var often = reports.after().dividedBy(5);
    this.pause = often.compareTo(LONGEST) < 0 ? often : LONGEST;
    this.standing = new UnservedOperations(reports.after());
    this.nextLook = clock.instant();
  }

  @Override
  public void start() {
    var opened = new KafkaConsumer<>(Map.<String, Object>of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer = opened;
    running = true;
    thread = Thread.ofPlatform().daemon().name("workers of " + settings.service()).start(() -> run(opened));
  }

  private void run(KafkaConsumer<byte[], byte[]> consumer) {
    try (consumer;
        var admin = Admin.create(Map.of("bootstrap.servers", settings.kafka().bootstrapServers()));
        var producer = new KafkaProducer<>(WorkerClients.producer(settings, "watch"), new StringSerializer(),
            new ByteArraySerializer())) {
      boolean assigned = false;
      while (running) {
        try {
          assigned = assigned || assign(consumer);
          round(consumer, admin, producer);
        } catch (WakeupException e) {
          return;
        } catch (RegistryException | KafkaException e) {
          log.warn("[CVY-9050] {}: cannot see which workers are there: {}; tried again", settings.service(), e.toString());
          assigned = false;
        } catch (RuntimeException e) {
          log.error("[CVY-9012] {}: cannot see which workers are there; tried again in {}", settings.service(), pause, e);
          assigned = false;
          stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean assign(KafkaConsumer<byte[], byte[]> consumer) {
    var partitions = consumer.partitionsFor(table).stream()
        .map(each -> new TopicPartition(table, each.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return true;
  }

  private void round(KafkaConsumer<byte[], byte[]> consumer, Admin admin, KafkaProducer<String, byte[]> producer)
      throws InterruptedException {
    consumer.poll(pause).forEach(this::apply);
    var now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(pause);
      count(admin);
      standing.look(members, now).forEach(report -> tell(producer, report));
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> entry) {
    try {
      var key = Admission.key(entry.key());
      if (entry.value() == null) {
        standing.remove(key);
      } else {
        standing.put(key, Admission.decoded(() -> codecs.read(operations, table, Admission.bounded(entry.value()))).header());
      }
    } catch (PoisonException e) {
      log.debug("{}: not readable, set aside by its worker: {}", table, e.getMessage());
    }
  }

  private void count(Admin admin) throws InterruptedException {
    var byConsumerGroup = new HashMap<String, String>();
    for (var group : standing.groups(reports.groups())) {
      byConsumerGroup.put(WorkerClients.consumerGroup(settings, group(group)), group);
    }
    members.keySet().retainAll(byConsumerGroup.values());
    for (var asked : admin.describeConsumerGroups(byConsumerGroup.keySet()).describedGroups().entrySet()) {
      var group = Objects.requireNonNull(byConsumerGroup.get(asked.getKey()));
      try {
        members.put(group, asked.getValue().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).members().size());
      } catch (ExecutionException | TimeoutException e) {
        if (e.getCause() instanceof GroupIdNotFoundException) {
          members.put(group, 0);
        } else {
          members.remove(group);
          log.warn("[CVY-9050] {}: members of {} are not known: {}; asked again", settings.service(), asked.getKey(),
              e.toString());
        }
      }
      show(group);
    }
  }

  private static WorkerGroup group(String name) {
    return name.equals(UnservedOperations.REST) ? WorkerGroup.REST : new WorkerGroup(name);
  }

  private void show(String group) {
    if (shown.add(group)) {
      var tag = group.equals(UnservedOperations.REST) ? "rest" : group;
      Gauge.builder("convoy.workers", members, all -> all.getOrDefault(group, -1)).tag("group", tag)
          .description("workers of a group, as the broker counts them; -1 = not known").register(meters);
      Gauge.builder("convoy.operations.unserved", standing, all -> all.waiting(group)).tag("group", tag)
          .description("operations that wait for a group of which no worker is there").register(meters);
    }
  }

  private void tell(KafkaProducer<String, byte[]> producer, UnservedOperations.Report report) {
    var operation = report.operation();
    var outcome = report.served() ? reports.served().apply(operation) : reports.unserved().apply(operation);
    producer.send(new ProducerRecord<>(answers, operation.serverId(), codecs.write(outcomes, answers, outcome)));
  }

  @Override
  public void stop() {
    running = false;
    var reader = thread;
    var reading = consumer;
    if (reader == null || reading == null) {
      return;
    }
    stopped.countDown();
    reading.wakeup();
    try {
      reader.join(LONGEST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
