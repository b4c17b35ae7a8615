package dev.convoy.lab.broker;

import dev.convoy.lab.process.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker that is killed while groups commit in transactions serves them all again, as often as {@code -Dbroker.kills}
 * says: 1 in every build.
 */
@Timeout(3600)
class BrokerProcessTest {
  private static final int KILLS = Integer.getInteger("broker.kills", 1);
  private static final int GROUPS = 12;
  private static final String TOPIC = "numbers";

  private final List<Integer> ports = FreePorts.take(2);
  private final String bootstrap = "127.0.0.1:" + ports.getFirst();

  @Test
  void everyGroupIsServedAgainAfterAKill(@TempDir Path folder) throws Exception {
    BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
    KafkaNode controller = KafkaNode.controller(settings);
    BrokerProcess broker = new BrokerProcess(settings, folder.resolve("broker.log"));
    controller.start();
    try {
      broker.start();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, GROUPS, (short) 1))).all().get();
      }
      List<Group> groups = IntStream.range(0, GROUPS).mapToObj(Group::new).toList();
      groups.forEach(each -> Thread.ofPlatform().daemon().start(each));
      assertThat(groups).allMatch(Group::goesOn);
      for (int kill = 1; kill <= KILLS; kill++) {
        broker.kill();
        broker.revive();
        assertThat(groups).as("after kill %d", kill).allMatch(Group::goesOn);
      }
      groups.forEach(Group::end);
      assertThat(groups).allMatch(each -> Condition.holdsWithin(Duration.ofSeconds(30), () -> each.ended));
    } finally {
      broker.stop();
      controller.stop();
    }
  }

  /** Writes numbers to a partition of its own and commits how far it has read them, in one transaction each. */
  private final class Group implements Runnable {
    private final int partition;
    private final AtomicLong commits = new AtomicLong();
    private volatile boolean wanted = true;
    private volatile boolean ended;

    Group(int partition) {
      this.partition = partition;
    }

    boolean goesOn() {
      long before = commits.get();
      return Condition.holdsWithin(Duration.ofSeconds(120), () -> commits.get() > before + 2);
    }

    void end() {
      wanted = false;
    }

    @Override
    public void run() {
      while (wanted) {
        Map<String, Object> reads = Map.of("bootstrap.servers", bootstrap, "group.id", "group-" + partition, "group.protocol",
            "consumer", "isolation.level", "read_committed", "enable.auto.commit", "false", "default.api.timeout.ms", "6000",
            "request.timeout.ms", "5000", "auto.offset.reset", "earliest");
        Map<String, Object> writes = Map.of("bootstrap.servers", bootstrap, "transactional.id", "group-" + partition,
            "transaction.timeout.ms", "10000", "max.block.ms", "6000", "request.timeout.ms", "4000",
            "delivery.timeout.ms", "6000");
        var consumer = new KafkaConsumer<>(reads, new StringDeserializer(), new StringDeserializer());
        var producer = new KafkaProducer<>(writes, new StringSerializer(), new StringSerializer());
        try {
          consumer.subscribe(List.of(TOPIC));
          producer.initTransactions();
          while (wanted) {
            commitOne(consumer, producer);
          }
        } catch (KafkaException | IllegalStateException e) {
          Thread.yield();
        } finally {
          producer.close(Duration.ZERO);
          consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
      }
      ended = true;
    }

    private void commitOne(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer) {
      Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
      consumer.poll(Duration.ofMillis(50)).forEach(each ->
          read.put(new TopicPartition(TOPIC, each.partition()), new OffsetAndMetadata(each.offset() + 1)));
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, partition, null, "1"));
      if (!read.isEmpty()) {
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
      }
      producer.commitTransaction();
      commits.addAndGet(read.isEmpty() ? 0 : 1);
    }
  }
}
