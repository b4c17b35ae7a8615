package dev.convoy.lab.cli;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.registry.RegistryProcess;
import dev.convoy.lab.run.DeclarationProducer;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.lab.run.StatusWatch;
import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.serde.EventSerializer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the lab writes and reads, on a real broker and a real registry. */
class RealTopicsTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123Z");

  private final LabPorts ports = freePorts();
  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();

  @Test
  void eventsAreListedDeclarationsFollowedAndDeadLettersReplayedWithTheirBytes(@TempDir Path folder) throws Exception {
    EmbeddedBroker broker =
        new EmbeddedBroker(new BrokerSettings(folder.resolve("kafka"), ports.kafka(), ports.controller()));
    RegistryProcess registry = new RegistryProcess(folder.resolve("registry"), folder.resolve("registry.log"),
        ports.registry(), ports.registryManagement());
    StatusWatch watch = new StatusWatch(ports);
    try {
      broker.start();
      registry.start();
      createTopics();
      watch.start();
      new DeclarationProducer(ports).publish(List.of(declared("web-001"), declared("web-002")));
      publish("convoy.inventory.events", "web-001", new ServerHeld("web-001", 1, 0, TIME, "a freeze"));
      publish("convoy.inventory.events", "web-002", new FinalizeAuthorized("web-002", 1, 0, TIME, "wave-1"));
      assertEventsAreListed();
      assertDeadLettersAreReplayed();
      assertThat(watch.healthy()).isTrue();
      assertThat(watch.answered("web-001")).isFalse();
    } finally {
      watch.stop();
      registry.stop();
      broker.stop();
    }
  }

  private void assertEventsAreListed() {
    assertThat(run("events")).isZero();
    assertThat(out.toString().lines()).containsExactlyInAnyOrder(
        "2026-11-21T10:00:00.123Z  web-001           ServerHeld               round=1 reason=a freeze",
        "2026-11-21T10:00:00.123Z  web-002           FinalizeAuthorized       round=1");
    assertThat(run("events", "--server", "web-001", "--json")).isZero();
    assertThat(out.toString().lines()).singleElement().asString().contains("\"type\":\"ServerHeld\"")
        .contains("\"reason\":\"a freeze\"");
  }

  private void assertDeadLettersAreReplayed() throws Exception {
    byte[] broken = {1, 2, 3, (byte) 0xff};
    byte[] key = {'w', (byte) 0xfe};
    var refused = new ProducerRecord<>("convoy.inventory.dlq", key, broken);
    refused.headers().add("mine", new byte[] {(byte) 0xff}).add("convoy_dlq_topic", "a lie".getBytes(UTF_8));
    Map.of("topic", "convoy.cmdb.servers", "partition", "1", "offset", "7", "reason", "no magic byte", "headers", "2",
            "code", "CVY-9035").forEach((name, text) -> refused.headers().add("convoy_dlq_" + name, text.getBytes(UTF_8)));
    sendBytes(refused);
    sendBytes(new ProducerRecord<>("convoy.launch.dlq", null, null, key, broken, refused.headers()));
    assertThat(run("dlq", "list")).isZero();
    assertThat(out.toString()).contains("convoy.inventory.dlq/0@0").contains("convoy.cmdb.servers/1@7")
        .contains("no magic byte").contains("waiting").doesNotContain("replayed");
    assertThat(run("dlq", "show", "convoy.inventory.dlq/0@0")).isZero();
    assertThat(out.toString()).contains("4: 010203ff").contains("header  convoy_dlq_topic = a lie");
    assertThat(run("dlq", "replay")).isEqualTo(2);
    assertThat(run("dlq", "replay", "--dry-run")).isZero();
    assertThat(run("dlq", "replay", "--yes")).isZero();
    assertThat(out.toString().lines()).singleElement().asString().contains(" to convoy.cmdb.servers partition 1");
    assertThat(run("dlq", "replay", "--yes")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(run("dlq", "replay", "--yes", "convoy.launch.dlq/0@0")).isEqualTo(2);
    assertThat(error.toString()).contains("CVY-9314", "convoy.cmdb.servers/1@7 was replayed already");
    assertThat(run("dlq", "discard", "convoy.launch.dlq/0@0", "--reason", "x", "--yes")).isEqualTo(2);
    assertThat(run("dlq", "list", "--json")).isZero();
    assertThat(out.toString()).doesNotContain("waiting");
    assertSentOnceAsItCame(key, broken);
    assertWhatWasOvertakenIsNotSent();
  }

  private void assertSentOnceAsItCame(byte[] key, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();
    try (DeadLetterReader reader = new DeadLetterReader(ports.bootstrapServers())) {
      reader.readFrom(new TopicPartition("convoy.cmdb.servers", 1), 0, record -> {
        if (Arrays.equals(record.key(), key)) {
          sent.add(record);
        }
      });
    }
    assertThat(sent).singleElement().satisfies(record -> {
      assertThat(record.value()).isEqualTo(value);
      assertThat(record.headers().toArray()).containsExactly(new RecordHeader("mine", new byte[] {(byte) 0xff}),
          new RecordHeader("convoy_dlq_topic", "a lie".getBytes(UTF_8)));
    });
  }

  /** An operation that was cancelled since must not come back. */
  private void assertWhatWasOvertakenIsNotSent() throws Exception {
    byte[] key = "a|x".getBytes(UTF_8);
    var refused = new ProducerRecord<>("convoy.agent.dlq", key, new byte[] {9});
    Map.of("topic", "convoy.agent.operations", "partition", "0", "offset", "0", "reason", "r")
        .forEach((name, text) -> refused.headers().add("convoy_dlq_" + name, text.getBytes(UTF_8)));
    sendBytes(new ProducerRecord<>("convoy.agent.operations", key, new byte[] {9}));
    sendBytes(refused);
    assertThat(run("dlq", "replay", "--dry-run")).isZero();
    assertThat(out.toString()).contains("would send convoy.agent.dlq/0@0 to convoy.agent.operations partition 0");
    sendBytes(new ProducerRecord<>("convoy.agent.operations", key, null));
    assertThat(run("dlq", "replay", "--yes")).isEqualTo(1);
    assertThat(out.toString()).contains("CVY-9316", "has the same key");
    assertThat(run("dlq", "discard", "convoy.agent.dlq/0@0", "--reason", "cancelled", "--yes")).isZero();
    assertThat(run("dlq", "list")).isZero();
    assertThat(out.toString()).contains("discarded");
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers()))) {
      admin.createTopics(Stream.of("convoy.cmdb.servers", "convoy.inventory.events", "convoy.inventory.dlq",
          "convoy.launch.dlq", "convoy.agent.dlq", "convoy.agent.operations", "convoy.server.status")
          .map(name -> new NewTopic(name, name.equals("convoy.cmdb.servers") ? 2 : 1, (short) 1)).toList()).all().get(30,
              TimeUnit.SECONDS);
    }
  }

  private void publish(String topic, String key, SpecificRecord event) throws Exception {
    EventSerializer serializer = new EventSerializer();
    serializer.configure(Map.of("schema.registry.url", ports.registryUrl().toString()), false);
    send(new ProducerRecord<>(topic, key, serializer.serialize(topic, event)));
    serializer.close();
  }

  private void send(ProducerRecord<String, byte[]> record) throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", ports.bootstrapServers()),
        new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record).get(30, TimeUnit.SECONDS);
    }
  }

  private void sendBytes(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", ports.bootstrapServers()),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get(30, TimeUnit.SECONDS);
    }
  }

  private static ServerDeclared declared(String id) {
    AvroModel.get();
    return ServerDeclared.newBuilder().setServerId(id).setName(id).setFqdn(id + ".lab").setOsFamily("linux")
        .setOsVersion("Ubuntu 22.04").setAccount("111122223333").setRegion("eu-central-1").build();
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    CommandLine line = ConvoyCommand.commandLine((options, folder) -> {
      throw new LabFailure("no simulators here");
    });
    line.setOut(new PrintWriter(out, true));
    error.getBuffer().setLength(0);
    line.setErr(new PrintWriter(error, true));
    return line.execute(Stream.concat(Stream.of(args), Stream.of("--port-offset", String.valueOf(ports.offset())))
        .toArray(String[]::new));
  }

  /** An offset at which nothing listens. */
  private static LabPorts freePorts() {
    return IntStream.range(100, 400).mapToObj(step -> new LabPorts(step * 100 + 37))
        .filter(ports -> ports.named().keySet().stream().allMatch(LabPorts::free)).findAny().orElseThrow();
  }
}
