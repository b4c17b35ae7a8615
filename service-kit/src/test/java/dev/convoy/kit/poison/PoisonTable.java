package dev.convoy.kit.poison;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.poison.PoisonKinds.Kind;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.ServiceTopology;
import dev.convoy.kit.streams.StreamsMetrics;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.kit.worker.OperationWorker;
import dev.convoy.kit.worker.WorkerGroup;
import dev.convoy.kit.worker.WorkerMetrics;
import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.DeadLetterHeaders;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.records.RecordCodec;
import dev.convoy.schemas.registry.InMemoryRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every topic that a service reads, by the names that its bindings are made of, with every kind of poison: each is set
 * aside once, as it came and with its origin, and the record behind it is taken.
 */
public abstract class PoisonTable {

  private static final TopicNames NAMES = new TopicNames(TopicSettings.withPartitions(1));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Header> HEADERS = List.of(new RecordHeader("ce_id", new byte[] {(byte) 0xff, 0}),
      new RecordHeader("nothing", null), new RecordHeader("convoy_dlq_topic", "a lie".getBytes(UTF_8)));

  @TempDir
  private Path folder;
  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final Codecs codecs = new Codecs(registry);
  private final PoisonKinds kinds = new PoisonKinds(registry);

  protected abstract ServiceDefinition<?, ?, ?> service();

  protected Optional<ForeignSource> foreign() {
    return Optional.empty();
  }

  /** A service's settings as they are when nothing is set. */
  protected static <T> T defaults(String prefix, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
  }

  private Service name() {
    return Service.valueOf(service().name().toUpperCase(Locale.ROOT));
  }

  @TestFactory
  Stream<DynamicTest> everyTopicOfTheStreams() {
    return Stream.of(NAMES.deciderInputs(name()), NAMES.groupInputs(name()), NAMES.foreignInputs(name()))
        .flatMap(List::stream)
        .map(topic -> DynamicTest.dynamicTest(topic, () -> everyKindOn(topic)));
  }

  private void everyKindOn(String topic) {
    var place = place(topic);
    var poison = place.taken()
        ? kinds.of(place.decoded(), place.catalogued().foreign(), place.keyed(), elsewhere(place.catalogued()))
        : PoisonKinds.anywhere();
    try (var driver = driver()) {
      var input = driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
      var letters = driver.createOutputTopic(
          NAMES.of(service().name() + ".dlq"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      long offset = 0;
      for (var kind : poison) {
        input.pipeInput(new TestRecord<>(kind.key(), kind.value(), new RecordHeaders(HEADERS), START));
        var letter = letters.readRecordsToList();
        assertThat(letter).as("%s on %s", kind, topic).hasSize(1);
        assertLetter(kind, topic, offset++, letter.getFirst().key(), letter.getFirst().getValue(),
            letter.getFirst().headers());
        input.pipeInput(new TestRecord<>(PoisonKinds.KEY, kinds.good(place.decoded()), new RecordHeaders(HEADERS), START));
        assertThat(letters.readRecordsToList()).as("the record behind %s on %s", kind, topic).isEmpty();
        offset++;
      }
    }
  }

  /**
   * What a topic is read for.
   *
   * @param decoded a type that is decoded there
   * @param keyed whether the value names what its key is about
   * @param taken false if no type of the topic is decoded there yet
   */
  private record Place(Topic catalogued, Schema decoded, boolean keyed, boolean taken) {}

  private Place place(String topic) {
    var catalogued = Topics.all().stream().filter(each -> NAMES.settings().name(each).equals(topic)).findAny()
        .orElseThrow();
    if (!catalogued.eventTypes().isEmpty()) {
      var fact = catalogued.eventTypes().stream().filter(type -> catalogued.foreign() || service().facts().contains(type))
          .min(Comparator.comparing(Class::getName));
      return new Place(catalogued, AvroModel.get().getSchema(fact.orElse(catalogued.eventTypes().getFirst())), true,
          fact.isPresent());
    }
    var outcomes = service().outcomes();
    if (outcomes != null && catalogued.baseName().equals(service().name() + ".outcomes")) {
      return new Place(catalogued, member(outcomes), true, true);
    }
    var family = service().inboxes().get(catalogued.baseName());
    return new Place(catalogued, member(family != null ? family : group(catalogued)), false, true);
  }

  private Class<?> group(Topic topic) {
    return service().groups().stream().filter(group -> group.requests().equals(topic.baseName())).findAny()
        .orElseThrow(() -> new AssertionError("nothing in " + service().name() + " takes what is on " + topic.baseName()))
        .messages();
  }

  /** The first of the family, by name, that a plain value can be made of. */
  private Schema member(Class<?> family) {
    return RecordCodec.members(family).values().stream().map(RecordCodec::schema)
        .sorted(Comparator.comparing(Schema::getFullName))
        .filter(schema -> readable(family, kinds.good(schema))).findFirst().orElseThrow();
  }

  private boolean readable(Class<?> family, byte[] value) {
    try {
      codecs.read(family, "t", value);
      return true;
    } catch (SerializationException e) {
      return false;
    }
  }

  private static Schema elsewhere(Topic topic) {
    Class<? extends SpecificRecord> type =
        (topic.equals(Topics.LAUNCH_EVENTS) ? Topics.AGENT_EVENTS : Topics.LAUNCH_EVENTS).eventTypes().getFirst();
    return AvroModel.get().getSchema(type);
  }

  private void assertLetter(
      Kind kind, String topic, long offset, byte[] key, byte[] value, Headers headers) {
    var letter = new SetAside(new ConsumerRecord<>("dlq", 0, 0, START.toEpochMilli(), TimestampType.CREATE_TIME, 0, 0,
        key, value, headers, Optional.empty()));
    assertThat(letter.code()).as("%s on %s: %s", kind, topic, letter.reason()).isEqualTo(kind.expected().code());
    assertThat(letter.place()).isEqualTo(new SetAside.Place(topic, 0, offset));
    assertThat(letter.service()).isEqualTo(name().fullName());
    assertThat(letter.reason()).startsWith("[" + kind.expected().code() + "] ");
    assertThat(text(headers, DeadLetterHeaders.TIMESTAMP)).isEqualTo(String.valueOf(START.toEpochMilli()));
    if (letter.whole()) {
      assertThat(key).isEqualTo(kind.key());
      assertThat(value).isEqualTo(kind.value());
      assertThat(letter.originalHeaders()).isEqualTo(HEADERS);
    } else {
      assertThat(kind.name()).isEqualTo("larger than any letter");
      assertThat(value).isNull();
    }
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), UTF_8);
  }

  private TopologyTestDriver driver() {
    var topology = new ServiceTopology<>(service(), NAMES, codecs, new StreamsMetrics(new SimpleMeterRegistry()),
        Duration.ofSeconds(1), FaultPoints.NONE);
    var builder = new StreamsBuilder();
    var bytes = Consumed.with(Serdes.ByteArray(), Serdes.ByteArray());
    topology.servers(builder.stream(NAMES.deciderInputs(name()), bytes));
    if (!NAMES.groupInputs(name()).isEmpty()) {
      topology.groups(builder.stream(NAMES.groupInputs(name()), bytes));
    }
    foreign().ifPresent(source -> topology.foreign(builder.stream(NAMES.foreignInputs(name()), bytes), source));
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "poison-" + service().name());
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return new TopologyTestDriver(builder.build(), config, START);
  }

  @TestFactory
  Stream<DynamicTest> theTableOfOperationsOfTheWorker() {
    return Stream.ofNullable(service().operations())
        .map(type -> DynamicTest.dynamicTest(service().name() + ".operations", () -> everyKindInTheTable(type)));
  }

  private record Refused(ConsumerRecord<byte[], byte[]> record, Poison why) {}

  /** The table is not read to its end here, so that nothing is begun. */
  private <O extends Operation> void everyKindInTheTable(Class<O> type) throws InterruptedException {
    var topic = NAMES.of(service().name() + ".operations");
    var partition = new TopicPartition(topic, 0);
    var poison = kinds.of(member(type), true, true, elsewhere(Topics.operations(name())));
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    BlockingQueue<Refused> refused = new LinkedBlockingQueue<>();
    var worker = new OperationWorker<O, Outcome>(
        new OperationWorker.Settings(topic, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(5),
            WorkerGroup.REST),
        () -> consumer, value -> codecs.read(type, topic, value), List.of(), share -> outcomes -> { }, Clock.systemUTC(),
        new WorkerMetrics(new SimpleMeterRegistry()), FaultPoints.NONE,
        (record, why) -> refused.add(new Refused(record, why.poison())), thrown -> { });
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(new HashMap<>(Map.of(partition, 1000L)));
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var kind : poison) {
      var key = kind.expected() == Poison.KEY_DISAGREES || kind.key() == null || kind.key() != PoisonKinds.KEY
          ? kind.key() : "a|a:a:1:1".getBytes(UTF_8);
      records.add(new ConsumerRecord<>(topic, 0, records.size(), key, kind.value()));
    }
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(partition));
      records.forEach(consumer::addRecord);
      consumer.addRecord(new ConsumerRecord<>(topic, 0, records.size(), "a|a:a:1:1".getBytes(UTF_8), kinds.good(member(type))));
      consumer.addRecord(new ConsumerRecord<>(topic, 0, records.size() + 1L, null, new byte[0]));
    });
    worker.start();
    try {
      for (int i = 0; i < poison.size(); i++) {
        var next = refused.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("%s in %s", poison.get(i), topic).isNotNull();
        assertThat(next.record()).as("%s in %s", poison.get(i), topic).isSameAs(records.get(i));
        assertThat(next.why()).as("%s in %s", poison.get(i), topic).isEqualTo(poison.get(i).expected());
      }
      var last = refused.poll(10, TimeUnit.SECONDS);
      assertThat(last).isNotNull();
      assertThat(last.record().offset()).as("the good record before it was taken").isEqualTo(records.size() + 1L);
    } finally {
      worker.close();
    }
  }
}
