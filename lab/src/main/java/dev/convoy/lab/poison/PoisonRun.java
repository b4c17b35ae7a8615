package dev.convoy.lab.poison;

import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.SchemaRegistries;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plants poison in every topic that a service reads while the waves run: every kind on every topic at least once, in an
 * order drawn from the seed, and as many more as make up the share that was asked for. At the end each reader must have set
 * each aside once, and nothing else.
 */
public final class PoisonRun implements LabComponent {
  private static final Logger LOG = LoggerFactory.getLogger(PoisonRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long EVERY_MILLIS = 250;
  private static final TopicSettings NAMES = TopicSettings.withPartitions(1);

  private record Row(Topic topic, PoisonKind kind) {}

  private record Letter(String service, Place place) {}

  private final int percent;
  private final LabPorts ports;
  private final PrintStream out;
  private final Random random;
  private final List<Row> table;
  private final Deque<Row> next = new ArrayDeque<>();
  private final Map<Letter, String> expected = new LinkedHashMap<>();
  private final Set<Row> visited = new HashSet<>();
  private final Map<Letter, List<SetAside>> found = new HashMap<>();
  private final Map<String, Integer> partitions = new HashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("poison").factory());
  private long planted;
  private int stranger;

  /** @param percent of all records that are to be poison, at least */
  public PoisonRun(int percent, long seed, LabPorts ports, PrintStream out) {
    this.percent = percent;
    this.ports = ports;
    this.out = out;
    this.random = new Random(seed);
    this.table = PoisonKind.topics().stream()
        .flatMap(topic -> PoisonKind.on(topic).stream().map(kind -> new Row(topic, kind))).toList();
  }

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public void start() {
    if (percent > 0) {
      try (var registry = SchemaRegistries.from(Map.of("schema.registry.url", ports.registryUrl().toString()))) {
        stranger = registry.register("org.other.Thing", SchemaBuilder.record("Thing").namespace("org.other").fields()
            .requiredString("name").endRecord());
      }
      clock.scheduleWithFixedDelay(this::tick, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** One of the table, and what the share asks for. */
  private void tick() {
    try (var admin = admin(); var producer = producer()) {
      var all = count(admin);
      var due = Math.max(visited.size() < table.size() ? 1 : 0, (all * percent + 99) / 100 - planted);
      for (long i = 0; i < due; i++) {
        plant(producer);
      }
    } catch (KafkaException | ExecutionException e) {
      LOG.warn("no poison was planted now: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void plant(KafkaProducer<byte[], byte[]> producer) throws ExecutionException, InterruptedException {
    if (next.isEmpty()) {
      var shuffled = new ArrayList<>(table);
      Collections.shuffle(shuffled, random);
      next.addAll(shuffled);
    }
    var row = next.removeFirst();
    var topic = NAMES.name(row.topic());
    var partition = random.nextInt(partitions.getOrDefault(topic, 1));
    var sent = producer.send(new ProducerRecord<>(
        topic, partition, row.kind().key(planted), row.kind().value(stranger))).get();
    planted++;
    visited.add(row);
    row.topic().readers().forEach(reader -> expected.put(
        new Letter(reader.fullName(), new Place(topic, partition, sent.offset())), row.kind().expected().code()));
  }

  private long count(Admin admin) throws ExecutionException, InterruptedException {
    var topics = admin.describeTopics(PoisonKind.topics().stream().map(NAMES::name).toList()).allTopicNames().get();
    var asked = topics.values().stream().flatMap(topic -> topic.partitions().stream()
        .map(each -> new TopicPartition(topic.name(), each.partition())))
        .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
    topics.forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
    return admin.listOffsets(asked).all().get().values().stream().mapToLong(each -> each.offset()).sum();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers(), "default.api.timeout.ms", "10000",
        "request.timeout.ms", "5000"));
  }

  /** Compressed, so that the broker takes what is larger than a letter may be. */
  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", ports.bootstrapServers(), "acks", "all",
        "compression.type", "gzip", "max.request.size", String.valueOf(8 << 20), "max.block.ms", "10000",
        "linger.ms", "0"), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Plants what is left of the table and waits for the letters. True when each is there once and nothing else is. */
  public boolean end() throws InterruptedException {
    if (percent == 0) {
      return true;
    }
    stop();
    while (visited.size() < table.size()) {
      tick();
    }
    try (var reader = new DeadLetterReader(ports.bootstrapServers())) {
      Condition.holdsWithin(PATIENCE, () -> read(reader) && found.keySet().containsAll(expected.keySet()));
      read(reader);
    }
    problems().forEach(out::println);
    return problems().isEmpty();
  }

  private boolean read(DeadLetterReader reader) {
    reader.readOn(reader.topics(topic -> topic.endsWith(".dlq")), record -> {
      var letter = new SetAside(record);
      found.computeIfAbsent(new Letter(letter.service(), letter.place()), key -> new ArrayList<>()).add(letter);
    });
    return true;
  }

  private List<String> problems() {
    var problems = new ArrayList<String>();
    expected.forEach((letter, code) -> {
      var there = found.getOrDefault(letter, List.of());
      if (there.size() != 1 || !there.getFirst().code().equals(code)) {
        problems.add("[CVY-9271] " + letter.service() + ": " + letter.place() + " should be set aside once with " + code
            + ", but is there " + there.size() + " times" + codes(there));
      }
    });
    found.forEach((letter, there) -> {
      if (!expected.containsKey(letter)) {
        problems.add("[CVY-9272] " + letter.service() + ": " + letter.place() + " was set aside but was not planted: "
            + there.getFirst().reason());
      }
    });
    return problems;
  }

  private static String codes(List<SetAside> letters) {
    return letters.stream().map(SetAside::code).collect(Collectors.joining(", ", letters.isEmpty() ? "" : ": ", ""));
  }

  /** What was planted and found, in one line. */
  public String line() {
    var repeated = found.values().stream().filter(there -> there.size() > 1).count();
    var missing = expected.keySet().stream().filter(letter -> !found.containsKey(letter)).count();
    var strange = found.keySet().stream().filter(letter -> !expected.containsKey(letter)).count();
    return "POISON planted=" + planted + " topics=" + PoisonKind.topics().size() + " rows=" + visited.size() + "/"
        + table.size() + " dead-letters=" + found.values().stream().mapToInt(List::size).sum() + " expected="
        + expected.size() + " missing=" + missing + " repeated=" + repeated + " strange=" + strange;
  }

  @Override
  public void stop() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
        clock.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean healthy() {
    return true;
  }
}
