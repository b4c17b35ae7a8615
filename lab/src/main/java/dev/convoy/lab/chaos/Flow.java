package dev.convoy.lab.chaos;

import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.Topic.Visibility;
import dev.convoy.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the services write, to see when they go on after harm. */
final class Flow {
  private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
  /** Who writes it, by full name of the topic. */
  static final Map<String, String> WRITERS = Topics.all().stream().filter(Flow::tells)
      .collect(Collectors.toUnmodifiableMap(topic -> "convoy." + topic.baseName(), Topic::owner));

  private final String bootstrapServers;
  private final Recovery recovery;
  private final ChaosLog log;
  private volatile boolean wanted;
  private Thread thread = Thread.ofPlatform().unstarted(() -> {});

  Flow(String bootstrapServers, Recovery recovery, ChaosLog log) {
    this.bootstrapServers = bootstrapServers;
    this.recovery = recovery;
    this.log = log;
  }

  void start() {
    wanted = true;
    thread = Thread.ofPlatform().daemon().name("chaos-flow").start(this::follow);
  }

  void stop() {
    wanted = false;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (EventReader reader = new EventReader(bootstrapServers)) {
      Set<String> topics = reader.topics(WRITERS::containsKey);
      reader.readToEnd(topics, each -> {});
      reader.follow(() -> wanted, this::take);
    } catch (LabFailure e) {
      LOG.error("recovery is not measured any more", e);
    }
  }

  /**
   * What shows that a service goes on: all that others may read of it, and its outcomes. The status belongs to it:
   * while a wave registers and installs, inventory-service has no event to write, but each server's state.
   */
  private static boolean tells(Topic topic) {
    return !topic.foreign() && (topic.visibility() == Visibility.PUBLIC || topic.baseName().endsWith(".outcomes"));
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    recovery.seen(WRITERS.getOrDefault(record.topic(), ""), record.topic(), Instant.ofEpochMilli(record.timestamp()), Instant.now()).ifPresent(log::note);
  }
}
