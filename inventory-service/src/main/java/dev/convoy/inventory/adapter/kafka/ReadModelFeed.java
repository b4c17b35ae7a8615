package dev.convoy.inventory.adapter.kafka;

import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.Seen;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.EventHeaders;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Fills the read model: one consumer without a group reads every partition of status and events from the beginning and
 * never stops. Ready once it has passed the ends that it found at its start.
 */
public final class ReadModelFeed implements SmartLifecycle, HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(ReadModelFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  private final Supplier<Consumer<String, byte[]>> opener;
  private final Codecs codecs;
  private final ReadModel model;
  private final String statusTopic;
  private final String waveTopic;
  private final List<String> topics;
  private volatile @Nullable Consumer<String, byte[]> consumer;
  private volatile @Nullable Thread thread;

  public ReadModelFeed(
      Supplier<Consumer<String, byte[]>> opener, Codecs codecs, TopicNames names, ReadModel model) {
    this.opener = opener;
    this.codecs = codecs;
    this.model = model;
    this.statusTopic = names.of(Topics.SERVER_STATUS.baseName());
    this.waveTopic = names.of(Topics.WAVE_EVENTS.baseName());
    var all = new ArrayList<>(List.of(statusTopic, waveTopic));
    List.of(Topics.INVENTORY_EVENTS, Topics.AGENT_EVENTS, Topics.REPLICATION_EVENTS, Topics.LAUNCH_EVENTS,
        Topics.VALIDATION_EVENTS).forEach(topic -> all.add(names.of(topic.baseName())));
    this.topics = List.copyOf(all);
  }

  @Override
  public void start() {
    var opened = opener.get();
    consumer = opened;
    thread = Thread.ofPlatform().name("read-model").daemon().start(() -> run(opened));
  }

  @Override
  public void stop() {
    var running = thread;
    var open = consumer;
    if (running == null || open == null) {
      return;
    }
    open.wakeup();
    try {
      running.join(STOP_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    var running = thread;
    return running != null && running.isAlive();
  }

  @Override
  public Health health() {
    if (!isRunning()) {
      return Health.down().withDetail("reason", "the reader has ended; restart the service").build();
    }
    return model.isCaughtUp() ? Health.up().build()
        : Health.outOfService().withDetail("reason", "the events are still being read").build();
  }

  private void run(Consumer<String, byte[]> open) {
    try (open) {
      var ends = assign(open);
      while (true) {
        open.poll(POLL).forEach(this::take);
        if (!model.isCaughtUp() && passed(open, ends)) {
          LOG.info("read model caught up: {} servers, {} waves", model.servers().size(), model.waves().size());
          model.caughtUp();
        }
      }
    } catch (WakeupException e) {
      LOG.debug("read model stopped");
    } catch (RuntimeException e) {
      LOG.error("[CVY-1505] the read model cannot go on; restart the service", e);
    }
  }

  private Map<TopicPartition, Long> assign(Consumer<String, byte[]> open) {
    var partitions = topics.stream().flatMap(topic -> open.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    open.assign(partitions);
    open.seekToBeginning(partitions);
    return open.endOffsets(partitions);
  }

  private static boolean passed(Consumer<String, byte[]> open, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(end -> open.position(end.getKey()) >= end.getValue());
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.topic().equals(statusTopic)) {
        model.status(record.key(), record.value() == null ? null
            : (ServerStatus) codecs.event(statusTopic, record.value()));
      } else if (record.value() != null && record.key() != null) {
        var seen = seen(record);
        if (record.topic().equals(waveTopic)) {
          model.waveEvent(seen);
        } else {
          model.event(seen);
        }
      }
    } catch (UndecodableException | ClassCastException e) {
      LOG.warn("[CVY-1506] {}: not shown: {} partition {} offset {}: {}", record.key(), record.topic(),
          record.partition(), record.offset(), e.getMessage());
    }
  }

  private Seen seen(ConsumerRecord<String, byte[]> record) {
    var event = codecs.event(record.topic(), record.value());
    var envelope = EventHeaders.parse(record.headers()).orElse(null);
    var time = envelope == null ? null : envelope.time();
    var owner = event.getClass().getPackageName();
    return new Seen(event, record.key(), envelope == null ? null : envelope.id(),
        envelope == null ? null : envelope.causationId(), owner.substring(owner.lastIndexOf('.') + 1),
        time == null ? Instant.ofEpochMilli(record.timestamp()) : time);
  }
}
