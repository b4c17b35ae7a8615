package dev.convoy.kit.config;

import dev.convoy.kit.poison.DeadLetter;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.Origin;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import dev.convoy.schemas.Service;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters of plain consumers, once for each origin. All instances of a service share one transactional id:
 * whoever opens it ends what another was writing, then reads all letters there are, then writes those that are missing; so
 * two cannot both find one missing and both write it.
 */
final class KafkaDeadLetters implements DeadLetterDesk, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaDeadLetters.class);
  private static final Duration GATHER = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final int LARGEST_REQUEST = 2 << 20;

  private record Waiting(DeadLetter letter, PoisonException why) {}

  private final KitSettings settings;
  private final Service service;
  private final String topic;
  private final MeterRegistry meters;
  private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("dead-letters").factory());
  private final Map<Place, Waiting> waiting = new LinkedHashMap<>();
  private final Set<Place> written = new HashSet<>();
  private final DeadLetterReader reader;
  private boolean scheduled;

  KafkaDeadLetters(KitSettings settings, String topic, MeterRegistry meters) {
    this.settings = settings;
    this.service = Service.valueOf(settings.service().toUpperCase(Locale.ROOT));
    this.topic = topic;
    this.meters = meters;
    this.reader = new DeadLetterReader(settings.kafka().bootstrapServers());
  }

  @Override
  public synchronized void setAside(ConsumerRecord<byte[], byte[]> record, PoisonException why) {
    var origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
    var letter = DeadLetter.of(service, origin, record.key(), record.value(), record.headers(), why);
    var place = new Place(origin.topic(), origin.partition(), origin.offset());
    if (!written.contains(place) && waiting.putIfAbsent(place, new Waiting(letter, why)) == null) {
      log.warn("[{}] {} partition {} offset {} is set aside: {}", why.poison().code(), origin.topic(),
          origin.partition(), origin.offset(), letter.reason());
      schedule(GATHER);
    }
  }

  private synchronized void schedule(Duration pause) {
    if (!scheduled && !writer.isShutdown()) {
      scheduled = true;
      writer.schedule(this::write, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void write() {
    var left = taken();
    try (var producer = producer()) {
      producer.initTransactions();
      var there = new HashSet<Place>();
      reader.readOn(List.of(topic), record -> there.add(new SetAside(record).place()));
      settled(there);
      left.keySet().removeAll(there);
      producer.beginTransaction();
      left.values().forEach(each -> producer.send(new ProducerRecord<>(
          topic, null, each.letter().key(), each.letter().value(), each.letter().headers())));
      producer.commitTransaction();
      left.forEach((place, each) -> meters.counter(
          "convoy.dead.letters", "topic", place.topic(), "reason", each.why().poison().code()).increment());
      settled(left.keySet());
    } catch (KafkaException | IllegalStateException e) {
      log.warn("[CVY-9040] {} dead letters wait for the broker: {}", left.size(), e.toString());
    } finally {
      again();
    }
  }

  private synchronized Map<Place, Waiting> taken() {
    return new LinkedHashMap<>(waiting);
  }

  private synchronized void settled(Set<Place> places) {
    written.addAll(places);
    waiting.keySet().removeAll(places);
  }

  private synchronized void again() {
    scheduled = false;
    if (!waiting.isEmpty()) {
      schedule(RETRY);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var config = new HashMap<>(WorkerClients.producer(settings, "dead-letters"));
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "convoy-" + settings.service() + "-dead-letters");
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What still waits is found again at the next start. */
  @Override
  public void close() {
    writer.shutdownNow();
    try {
      if (writer.awaitTermination(15, TimeUnit.SECONDS)) {
        reader.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
