package dev.convoy.kit.streams;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.history.HistoryLine;
import dev.convoy.kit.history.HistoryLine.Kind;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.registry.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The topology of a service, taken step by step through one partition of a recorded history: each record and tick at
 * the time that is given, and nothing else. What it sends to itself comes from the history as well.
 */
public final class ReplayedTopology implements AutoCloseable {

  private static final TopicNames TOPICS = new TopicNames(TopicSettings.withPartitions(4));

  private final ReplayCursor cursor = new ReplayCursor();
  private final TopologyTestDriver driver;
  private final Service service;

  /**
   * Builds it.
   *
   * @param foreign topics of foreign producers that it reads
   * @param folder for its state
   */
  public ReplayedTopology(
      ServiceDefinition<?, ?, ?> definition, List<ForeignSource> foreign, SchemaRegistry registry, Path folder) {
    service = service(definition);
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "replay");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    config.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, ReplayWrapper.class.getName());
    config.put(ReplayWrapper.CURSOR, cursor);
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
    deciders(builder, service, topology(definition, registry));
    foreign(builder, service, topology(definition, registry), foreign);
    driver = new TopologyTestDriver(builder.build(), config);
  }

  /**
   * What a service keeps on the broker, in words: its topics, and for each of its applications the stores, their
   * changelogs, and how everything hangs together.
   */
  public static String describe(ServiceDefinition<?, ?, ?> definition, List<ForeignSource> sources) {
    var service = service(definition);
    var settings = new TopicSettings(TOPICS.settings().prefix(), TopicSettings.DEFAULT_PARTITIONS, (short) 3);
    var text = new StringBuilder();
    Topics.all().stream().filter(topic -> topic.owner().equals(service.fullName())).forEach(topic -> text
        .append(settings.name(topic)).append(" partitions=").append(settings.partitions()).append(' ')
        .append(new TreeMap<>(settings.configs(topic))).append('\n'));
    var deciders = new StreamsBuilder();
    deciders(deciders, service, topology(definition, new InMemoryRegistry()));
    text.append(describe(TopicNames.applicationId(service), deciders.build().describe()));
    if (!sources.isEmpty()) {
      var foreign = new StreamsBuilder();
      foreign(foreign, service, topology(definition, new InMemoryRegistry()), sources);
      text.append(describe(TopicNames.foreignApplicationId(service), foreign.build().describe()));
    }
    return text.toString();
  }

  private static String describe(String application, TopologyDescription topology) {
    var stores = topology.subtopologies().stream().flatMap(part -> part.nodes().stream())
        .flatMap(node -> node instanceof TopologyDescription.Processor processor ? processor.stores().stream()
            : Stream.of()).sorted().toList();
    return "\napplication " + application + "\n"
        + stores.stream().map(store -> "changelog " + application + "-" + store + "-changelog\n").collect(
            Collectors.joining()) + stable(topology.toString());
  }

  /** Without addresses of lambdas, and with sets in order. */
  private static String stable(String topology) {
    return Pattern.compile("\\[[^\\]]*]").matcher(topology.replaceAll("extractor class: [^)]*", "extractor"))
        .replaceAll(set -> Stream.of(set.group().substring(1, set.group().length() - 1).split(", ")).sorted()
            .collect(Collectors.joining(", ", "[", "]")));
  }

  private static void deciders(StreamsBuilder builder, Service service, ServiceTopology<?, ?, ?> topology) {
    topology.servers(builder.stream(TOPICS.deciderInputs(service), bytes()));
    var requests = TOPICS.groupInputs(service);
    if (!requests.isEmpty()) {
      topology.groups(builder.stream(requests, bytes()));
    }
  }

  private static void foreign(
      StreamsBuilder builder, Service service, ServiceTopology<?, ?, ?> topology, List<ForeignSource> sources) {
    sources.forEach(source -> topology.foreign(builder.stream(TOPICS.foreignInputs(service), bytes()), source));
  }

  private static Service service(ServiceDefinition<?, ?, ?> definition) {
    return Service.valueOf(definition.name().toUpperCase(Locale.ROOT));
  }

  private static Consumed<byte[], byte[]> bytes() {
    return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray());
  }

  private static <S extends Record, O extends Operation, R extends Outcome> ServiceTopology<S, O, R> topology(
      ServiceDefinition<S, O, R> definition, SchemaRegistry registry) {
    return new ServiceTopology<>(definition, TOPICS, new Codecs(registry),
        new StreamsMetrics(new SimpleMeterRegistry()), Duration.ofDays(1), FaultPoints.NONE);
  }

  /**
   * Takes a step.
   *
   * @param first a record that is read, or a tick
   * @param now epoch milliseconds of the wall clock
   * @return what it led to
   */
  public List<HistoryLine> take(HistoryLine first, long now) {
    cursor.point(first, now);
    var input = driver.createInputTopic(topic(first), new ByteArraySerializer(), new ByteArraySerializer());
    var headers = new RecordHeaders();
    if (first.headers() != null) {
      first.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
    }
    input.pipeInput(new TestRecord<>(first.key() == null ? null : first.key().getBytes(UTF_8), first.value(), headers,
        first.timestamp() == null ? now : first.timestamp()));
    return cursor.effects();
  }

  /** A tick comes as a record on some topic of its processor. */
  private String topic(HistoryLine first) {
    if (first.kind() == Kind.READ && first.place() != null) {
      return first.place();
    }
    return (first.node().endsWith("-groups") ? TOPICS.groupInputs(service) : TOPICS.deciderInputs(service)).getFirst();
  }

  /** Everything in its stores but how far it has read: {@code <store> <key>} to value. */
  public SortedMap<String, byte[]> stored() {
    var stored = new TreeMap<String, byte[]>();
    for (var name : driver.getAllStateStores().keySet()) {
      if (ReadMarks.isStore(name)) {
        continue;
      }
      KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
      try (var all = store.all()) {
        all.forEachRemaining(entry -> stored.put(name + " " + entry.key, entry.value));
      }
    }
    return stored;
  }

  /** Puts a value into a store, as another build has left it there. */
  public void store(HistoryLine put) {
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(put.place());
    if (put.value() == null) {
      store.delete(put.key());
    } else {
      store.put(put.key(), put.value());
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
