package dev.convoy.lab.broker;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedBrokerTest {
  private final List<Integer> ports = FreePorts.take(2);
  private final Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + ports.getFirst());

  @Test
  void whatWasCommittedIsStillThereAfterARestart(@TempDir Path folder) throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(folder, ports.getFirst(), ports.getLast()));
    broker.start();
    try {
      assertThat(broker.healthy()).isTrue();
      commitOne();
      assertThat(read()).containsExactly("web-001");
      broker.stop();
      assertThat(broker.healthy()).isFalse();
      broker.start();
      assertThat(read()).containsExactly("web-001");
    } finally {
      broker.stop();
    }
  }

  @Test
  void aTakenPortIsNamedInOneLine(@TempDir Path folder) throws IOException {
    try (ServerSocket squatter = new ServerSocket(ports.getFirst(), 1, InetAddress.getByName("127.0.0.1"))) {
      EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(folder, ports.getFirst(), ports.getLast()));
      assertThatThrownBy(broker::start).isInstanceOf(LabFailure.class)
          .hasMessageContaining("port " + squatter.getLocalPort()).hasMessageContaining("--port-offset");
    }
  }

  @Test
  void dataOfAnEarlierBuildAreNotLeftOutInSilence(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("meta.properties"), "node.id=1\n");
    EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(folder, ports.getFirst(), ports.getLast()));
    assertThatThrownBy(broker::start).isInstanceOf(LabFailure.class)
        .hasMessageContaining(folder.toString()).hasMessageContaining("--data");
  }

  private void commitOne() throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("servers", 1, (short) 1))).all().get();
    }
    Map<String, Object> settings = Map.of("bootstrap.servers", client.get("bootstrap.servers"), "transactional.id",
        "one");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("servers", "web-001"));
      producer.commitTransaction();
    }
  }

  private List<String> read() {
    Map<String, Object> settings = Map.of("bootstrap.servers", client.get("bootstrap.servers"), "isolation.level",
        "read_committed");
    TopicPartition partition = new TopicPartition("servers", 0);
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(20)).records(partition).stream().map(each -> each.value()).toList();
    }
  }
}
