package dev.convoy.inventory;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.inventory.ServerRejected;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.WaveStarted;
import dev.convoy.inventory.adapter.kafka.KafkaGateway;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.config.InventoryConfiguration;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ServiceTopology;
import dev.convoy.kit.streams.StreamsMetrics;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.InMemoryRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The service as its topology: CMDB topic, commands, servers, waves, with the bytes that go over the wire. */
class InventoryTopologyTest {

  private static final TopicNames NAMES = new TopicNames(TopicSettings.withPartitions(4));

  @TempDir
  private Path folder;
  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final Codecs codecs = new Codecs(registry);
  private TopologyTestDriver driver;

  @BeforeEach
  void open() {
    var topology = new ServiceTopology<>(
        InventoryConfiguration.definition(Samples.environments(), World.SETTINGS), NAMES, codecs,
        new StreamsMetrics(new SimpleMeterRegistry()), Duration.ofSeconds(1), FaultPoints.NONE);
    var builder = new StreamsBuilder();
    var bytes = Consumed.with(Serdes.ByteArray(), Serdes.ByteArray());
    topology.servers(builder.stream(NAMES.deciderInputs(Service.INVENTORY), bytes));
    topology.groups(builder.stream(NAMES.groupInputs(Service.INVENTORY), bytes));
    topology.foreign(builder.stream(NAMES.foreignInputs(Service.INVENTORY), bytes), InventoryConfiguration.cmdb());
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(builder.build(), config, Instant.parse("2026-01-01T00:00:00Z"));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void pipe(String topic, String key, byte @Nullable [] value) {
    driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer()).pipeInput(key, value);
  }

  private void declare(ServerDeclared declared) {
    pipe("convoy.cmdb.servers", declared.getServerId(), codecs.event("convoy.cmdb.servers", declared));
  }

  private List<TestRecord<String, byte[]>> read(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer()).readRecordsToList();
  }

  private List<SpecificRecord> events(String topic) {
    return read(topic).stream().map(record -> codecs.event(topic, record.value())).toList();
  }

  @Test
  void aDeclarationOfTheCmdbIsRegisteredAndItsStatusTold() {
    declare(Samples.declared("web-1", d -> d.setOrigin(null)));
    assertThat(events("convoy.inventory.events")).singleElement().isInstanceOf(ServerRegistered.class);
    assertThat(events("convoy.server.status")).singleElement().isInstanceOf(ServerStatus.class);
  }

  @Test
  void aRefusedDeclarationNamesItsPlace() {
    declare(Samples.declared("web-1", d -> d.setAccount("1")));
    assertThat(events("convoy.inventory.events")).singleElement().isInstanceOfSatisfying(ServerRejected.class,
        rejected -> assertThat(rejected.getOrigin()).contains("convoy.cmdb.servers partition 0 offset 0"));
  }

  @Test
  void aCommandReachesItsWaveAndItsGatesComeBackWithTheCommandAsCause() {
    declare(Samples.declared("web-1", d -> d));
    read("convoy.inventory.events");
    read("convoy.wave.events");
    var sent = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    new KafkaGateway(sent, codecs, NAMES).send(new WaveCommand.StartWave("c-1", "wave-1", "ann"));
    var command = sent.history().getFirst();
    driver.createInputTopic(command.topic(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(command.key(), command.value(), command.headers()));
    var started = read("convoy.wave.events");
    assertThat(codecs.event("t", started.getFirst().value())).isInstanceOf(WaveStarted.class);
    assertThat(new String(started.getFirst().headers().lastHeader("ce_causationid").value(), UTF_8)).isEqualTo("c-1");
    assertThat(events("convoy.inventory.events")).singleElement().isInstanceOf(BuildAuthorized.class);
  }

  @Test
  void aDeclarationFromAnIntakeFileIsRegistered() {
    var sent = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    new KafkaGateway(sent, codecs, NAMES).send(List.of(Samples.declared("web-1", d -> d)), "intake-1");
    pipe(sent.history().getFirst().topic(), "web-1", sent.history().getFirst().value());
    assertThat(events("convoy.inventory.events")).singleElement().isInstanceOf(ServerRegistered.class);
  }

  @Test
  void rubbishAndForeignTypesGoToTheDeadLettersAndTombstonesWithdraw() {
    pipe("convoy.cmdb.servers", "x", "rubbish".getBytes(UTF_8));
    pipe("convoy.cmdb.servers", "x", codecs.event("t", new WaveStarted("w", Instant.EPOCH, 1, "ann")));
    assertThat(read("convoy.inventory.dlq")).hasSize(2);
    declare(Samples.declared("web-1", d -> d));
    pipe("convoy.cmdb.servers", "web-1", null);
    assertThat(events("convoy.inventory.events")).extracting(e -> e.getSchema().getName())
        .containsExactly("ServerRegistered", "ServerWithdrawn");
  }

  /** What {@code convoy dlq replay} does: the letter's bytes, back to where they came from. */
  @Test
  void aDeclarationWhoseSchemaTheRegistryLearnsLaterAppliesOnceWhenItsLetterIsReplayed() {
    var declared = Samples.declared("web-1", d -> d);
    var elsewhere = new Codecs(new InMemoryRegistry());
    pipe("convoy.cmdb.servers", "web-1", elsewhere.event("convoy.cmdb.servers", declared));
    var letter = read("convoy.inventory.dlq").getFirst();
    assertThat(new String(letter.headers().lastHeader("convoy_dlq_code").value(), UTF_8)).isEqualTo("CVY-9036");
    assertThat(events("convoy.inventory.events")).isEmpty();
    registry.register("convoy.cmdb.servers-value", declared.getSchema());
    pipe("convoy.cmdb.servers", letter.key(), letter.value());
    assertThat(events("convoy.inventory.events")).singleElement().isInstanceOf(ServerRegistered.class);
    pipe("convoy.cmdb.servers", letter.key(), letter.value());
    assertThat(events("convoy.inventory.events")).isEmpty();
    assertThat(read("convoy.inventory.dlq")).isEmpty();
  }
}
