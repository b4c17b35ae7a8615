package dev.convoy.inventory.adapter.kafka;

import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.Seen;
import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.EventReading;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.EventHeaders;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
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
 * never stops. Ready once it has passed the ends that it found at its start. What it cannot read becomes a dead letter, unless
 * the decider of this service reads it too and says so.
 */
public final class ReadModelFeed implements SmartLifecycle, HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(ReadModelFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  private final Supplier<Consumer<byte[], byte[]>> opener;
  private final EventReading events;
  private final DeadLetterDesk deadLetters;
  private final Set<String> decided;
  private final Set<String> facts;
  private final Set<String> deadLetterTopics;
  private final ReadModel model;
  private final String statusTopic;
  private final String waveTopic;
  private final List<String> topics;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile @Nullable Thread thread;

  /** @param facts event types that the decider of this service takes as well */
  public ReadModelFeed(
      Supplier<Consumer<byte[], byte[]>> opener, Codecs codecs, TopicNames names, ReadModel model,
      DeadLetterDesk deadLetters, Set<Class<? extends SpecificRecord>> facts) {
    this.opener = opener;
    this.events = new EventReading(names, codecs);
    this.model = model;
    this.deadLetters = deadLetters;
    this.decided = Set.copyOf(names.deciderInputs(Service.INVENTORY));
    this.facts = facts.stream().map(Class::getName).collect(Collectors.toUnmodifiableSet());
    this.statusTopic = names.of(Topics.SERVER_STATUS.baseName());
    this.waveTopic = names.of(Topics.WAVE_EVENTS.baseName());
    this.deadLetterTopics = Stream.of(Service.values()).map(each -> names.settings().name(Topics.deadLetters(each)))
        .collect(Collectors.toUnmodifiableSet());
    var all = new ArrayList<>(List.of(statusTopic, waveTopic));
    List.of(Topics.INVENTORY_EVENTS, Topics.AGENT_EVENTS, Topics.REPLICATION_EVENTS, Topics.LAUNCH_EVENTS,
        Topics.VALIDATION_EVENTS).forEach(topic -> all.add(names.of(topic.baseName())));
    all.addAll(deadLetterTopics);
    this.topics = List.copyOf(all);
  }

  /** Full names of all topics that are read. */
  List<String> topics() {
    return topics;
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
    return model.isCaughtUp() ? Health.up().withDetail("deadLettersWaiting", model.deadLetters().waiting()).build()
        : Health.outOfService().withDetail("reason", "the events are still being read").build();
  }

  private void run(Consumer<byte[], byte[]> open) {
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

  private Map<TopicPartition, Long> assign(Consumer<byte[], byte[]> open) {
    var partitions = topics.stream().flatMap(topic -> open.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    open.assign(partitions);
    open.seekToBeginning(partitions);
    return open.endOffsets(partitions);
  }

  private static boolean passed(Consumer<byte[], byte[]> open, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(end -> open.position(end.getKey()) >= end.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (deadLetterTopics.contains(record.topic())) {
      model.deadLetters().apply(new SetAside(record));
      return;
    }
    try {
      show(record, Admission.key(record.key()));
    } catch (PoisonException e) {
      if (!alsoDecided(record)) {
        deadLetters.setAside(record, e);
      }
    }
  }

  private void show(ConsumerRecord<byte[], byte[]> record, String key) {
    var status = record.topic().equals(statusTopic);
    if (status && record.value() == null) {
      model.status(key, null);
      return;
    }
    var value = Admission.value(record.value());
    if (!events.known(events.typeOn(record.topic(), value))) {
      return;
    }
    var event = events.event(record.topic(), key, value);
    if (event instanceof ServerStatus known) {
      model.status(key, known);
    } else if (record.topic().equals(waveTopic)) {
      model.waveEvent(seen(record, key, event));
    } else {
      model.event(seen(record, key, event));
    }
  }

  /** True if the decider of this service refuses the record for the same reason, so that there is a letter already. */
  private boolean alsoDecided(ConsumerRecord<byte[], byte[]> record) {
    if (!decided.contains(record.topic())) {
      return false;
    }
    try {
      Admission.key(record.key());
      return facts.contains(events.typeOn(record.topic(), Admission.value(record.value())));
    } catch (PoisonException e) {
      return true;
    }
  }

  private static Seen seen(ConsumerRecord<byte[], byte[]> record, String key, SpecificRecord event) {
    var envelope = EventHeaders.parse(record.headers()).orElse(null);
    var time = envelope == null ? null : envelope.time();
    var owner = event.getClass().getPackageName();
    return new Seen(event, key, envelope == null ? null : envelope.id(),
        envelope == null ? null : envelope.causationId(), owner.substring(owner.lastIndexOf('.') + 1),
        time == null ? Instant.ofEpochMilli(record.timestamp()) : time);
  }
}
