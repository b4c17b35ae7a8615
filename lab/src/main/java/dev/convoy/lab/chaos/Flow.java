package dev.convoy.lab.chaos;

import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the services write, to see when they go on after harm. */
final class Flow {
  private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

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
      Set<String> topics = reader.topics(Flow::tells);
      reader.readToEnd(topics, each -> {});
      reader.follow(() -> wanted, this::take);
    } catch (LabFailure e) {
      LOG.error("recovery is not measured any more", e);
    }
  }

  /** Events and outcomes: what a service has achieved. */
  private static boolean tells(String topic) {
    return topic.endsWith(".events") || topic.endsWith(".outcomes");
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    recovery.seen(record.topic(), Instant.ofEpochMilli(record.timestamp()), Instant.now()).ifPresent(log::note);
  }
}
