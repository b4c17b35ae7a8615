package dev.convoy.lab.deadletters;

import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.broker.FreePorts;
import dev.convoy.lab.run.LabFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever happens to who replays, a record comes back once (R9). On a real broker. */
class ReplayTest {
  private static final String ORIGIN = "convoy.cmdb.servers";
  private static final String LETTERS = "convoy.inventory.dlq";

  private final List<Integer> ports = FreePorts.take(2);
  private final String bootstrap = "127.0.0.1:" + ports.getFirst();
  @TempDir
  private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void letters() throws Exception {
    broker = new EmbeddedBroker(new BrokerSettings(folder.resolve("kafka"), ports.getFirst(), ports.getLast()));
    broker.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(Stream.of(ORIGIN, LETTERS).map(name -> new NewTopic(name, 1, (short) 1)).toList()).all()
          .get(30, TimeUnit.SECONDS);
    }
    letter("web-001", 0);
    letter("web-002", 1);
  }

  @AfterEach
  void stop() {
    broker.stop();
  }

  @Test
  void ofTwoWhoReplayAtOnceTheSecondSendsAndTheFirstIsRefused() {
    try (Replay first = new Replay(bootstrap); Replay second = new Replay(bootstrap)) {
      List<SetAside> ofFirst = first.chosen(null);
      assertThatThrownBy(() -> ofFirst.forEach(first::send)).isInstanceOf(LabFailure.class)
          .hasMessageContaining("CVY-9312");
      second.chosen(null).forEach(second::send);
    }
    assertThat(sentBack()).containsExactly("web-001", "web-002");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whoIsBrokenOffBetweenTwoLettersLeavesTheSecondToTheNext() {
    try (Replay broken = new Replay(bootstrap)) {
      broken.send(broken.chosen(null).getFirst());
    }
    assertThat(waiting()).hasSize(1);
    try (Replay next = new Replay(bootstrap)) {
      next.chosen(null).forEach(next::send);
    }
    assertThat(sentBack()).containsExactly("web-001", "web-002");
  }

  /** The record is written, its transaction open: what kill -9 leaves behind. */
  @Test
  void whoIsKilledWhileItSendsHasSentNothing() throws Exception {
    try (var killed = producer(Map.of("transactional.id", "convoy-dlq-replay"))) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(ORIGIN, 0, "web-001".getBytes(UTF_8), new byte[] {1})).get(30, TimeUnit.SECONDS);
      try (Replay next = new Replay(bootstrap)) {
        next.chosen(null).forEach(next::send);
      }
    }
    assertThat(sentBack()).containsExactly("web-001", "web-002");
    assertThat(waiting()).isEmpty();
  }

  private List<SetAside> waiting() {
    try (Replay replay = new Replay(bootstrap)) {
      return replay.chosen(null);
    }
  }

  private List<String> sentBack() {
    List<String> keys = new ArrayList<>();
    try (DeadLetterReader reader = new DeadLetterReader(bootstrap)) {
      reader.readFrom(new TopicPartition(ORIGIN, 0), 0, record -> keys.add(new String(record.key(), UTF_8)));
    }
    return keys;
  }

  private void letter(String key, long offset) throws Exception {
    var letter = new ProducerRecord<>(LETTERS, key.getBytes(UTF_8), new byte[] {1});
    Map.of("topic", ORIGIN, "partition", "0", "offset", String.valueOf(offset + 100), "reason", "no magic byte", "headers",
        "0", "code", "CVY-9035")
        .forEach((name, text) -> letter.headers().add("convoy_dlq_" + name, text.getBytes(UTF_8)));
    try (var producer = producer(Map.of())) {
      producer.send(letter).get(30, TimeUnit.SECONDS);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrap);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
