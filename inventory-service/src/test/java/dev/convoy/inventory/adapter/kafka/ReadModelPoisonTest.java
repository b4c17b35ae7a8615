package dev.convoy.inventory.adapter.kafka;

import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.replication.ReplicationProgressed;
import dev.convoy.events.wave.WaveStarted;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.server.ServerDecider;
import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonKinds;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.registry.InMemoryRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Every topic that the read model is filled from, with every kind of poison. */
class ReadModelPoisonTest {

  private static final TopicNames NAMES = new TopicNames(TopicSettings.withPartitions(1));

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final Codecs codecs = new Codecs(registry);
  private final PoisonKinds kinds = new PoisonKinds(registry);
  private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();

  @TestFactory
  Stream<DynamicTest> whatCannotBeShownIsSetAsideUnlessTheDeciderDoesSo() {
    return feed(consumer(), new ReadModel()).topics().stream().filter(topic -> !topic.endsWith(".dlq"))
        .map(topic -> DynamicTest.dynamicTest(topic, () -> everyKindOn(catalogued(topic))));
  }

  private void everyKindOn(Topic topic) throws InterruptedException {
    var name = NAMES.settings().name(topic);
    var decided = NAMES.deciderInputs(Service.INVENTORY).contains(name);
    // A type that the decider passes over is refused by the read model only.
    var type = topic.eventTypes().stream().filter(each -> !decided || !ServerDecider.facts().contains(each))
        .filter(each -> !topic.equals(Topics.WAVE_EVENTS) || each.equals(WaveStarted.class)).findFirst();
    var consumer = consumer();
    var model = new ReadModel();
    var expected = new ArrayList<String>();
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var schema = AvroModel.get().getSchema(type.orElseGet(() -> topic.eventTypes().getFirst()));
    for (var kind : kinds.of(schema, topic.equals(Topics.SERVER_STATUS), true, elsewhere(topic))) {
      var aboutTheBody = kind.expected() == Poison.CORRUPT || kind.expected() == Poison.KEY_DISAGREES;
      if (!decided || (aboutTheBody && type.isPresent())) {
        expected.add(records.size() + " " + kind.expected());
      }
      records.add(record(name, records.size(), kind.key(), kind.value()));
    }
    records.add(record(name, records.size(), PoisonKinds.KEY, kinds.good(schema)));
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
    consumer.schedulePollTask(() -> refused.add("end"));
    var feed = feed(consumer, model);
    feed.start();
    try {
      for (var each : expected) {
        assertThat(refused.poll(10, TimeUnit.SECONDS)).isEqualTo(each);
      }
      assertThat(refused.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
      assertThat(topic.equals(Topics.SERVER_STATUS) ? model.server("a").isPresent()
          : topic.equals(Topics.WAVE_EVENTS) ? model.wave("a").isPresent() : !model.timeline("a").isEmpty())
          .as("the good record behind them").isTrue();
    } finally {
      feed.stop();
    }
  }

  @TestFactory
  Stream<DynamicTest> whatWaitsIsCountedOnceForEachOriginUntilItIsReplayed() {
    return Stream.of(DynamicTest.dynamicTest("dead letters", () -> {
      var consumer = consumer();
      var model = new ReadModel();
      consumer.schedulePollTask(() -> {
        consumer.addRecord(letter("convoy.launch.dlq", 0, "5", "code", "CVY-9038"));
        consumer.addRecord(letter("convoy.inventory.dlq", 0, "5", "code", "CVY-9038"));
        consumer.addRecord(letter("convoy.inventory.dlq", 1, "6", "code", "CVY-9031"));
        consumer.addRecord(letter("convoy.inventory.dlq", 2, "5", "state", "replayed"));
      });
      consumer.schedulePollTask(() -> refused.add("end"));
      var feed = feed(consumer, model);
      feed.start();
      try {
        assertThat(refused.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
        assertThat(model.deadLetters().waiting()).isEqualTo(1);
        assertThat(model.deadLetters().byTopic()).isEqualTo(Map.of("convoy.agent.events", Map.of("CVY-9031", 1)));
      } finally {
        feed.stop();
      }
    }));
  }

  private static ConsumerRecord<byte[], byte[]> letter(
      String topic, long at, String offset, String name, String value) {
    var record = record(topic, at, PoisonKinds.KEY, new byte[0]);
    Map.of("topic", "convoy.agent.events", "partition", "0", "offset", offset, name, value)
        .forEach((header, text) -> record.headers().add("convoy_dlq_" + header, text.getBytes(UTF_8)));
    return record;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, long offset, byte @Nullable [] key, byte @Nullable [] value) {
    var record = new ConsumerRecord<>(topic, 0, offset, key, value);
    ((RecordHeaders) record.headers()).add("ce_id", null).add("ce_time", new byte[] {(byte) 0xff});
    return record;
  }

  private static Topic catalogued(String name) {
    return Topics.all().stream().filter(topic -> NAMES.settings().name(topic).equals(name)).findAny().orElseThrow();
  }

  private static Schema elsewhere(Topic topic) {
    Class<? extends SpecificRecord> type =
        topic.equals(Topics.LAUNCH_EVENTS) ? ReplicationProgressed.class : TestLaunched.class;
    return AvroModel.get().getSchema(type);
  }

  private ReadModelFeed feed(MockConsumer<byte[], byte[]> consumer, ReadModel model) {
    return new ReadModelFeed(() -> consumer, codecs, NAMES, model,
        (record, why) -> refused.add(record.offset() + " " + why.poison()), ServerDecider.facts());
  }

  private static MockConsumer<byte[], byte[]> consumer() {
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    var nobody = new Node(0, "none", 1);
    Topics.all().stream().map(NAMES.settings()::name).forEach(topic -> {
      consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, nobody, new Node[0], new Node[0])));
      consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic, 0), 0L));
      consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
    });
    return consumer;
  }
}
