package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the table of operations and carries out what stands. Owning a partition is the right to act on it; a partition
 * is read to its end before anything on it is done. No offsets are committed: the table is read anew after each
 * assignment.
 */
public final class OperationWorker<O extends Operation, R extends Outcome> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OperationWorker.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Settings.
   *
   * @param topic the operations topic
   * @param ownership how old the last poll may be for this instance to act: half the session time-out
   * @param freshness how old an observation may be for a call to rest on it
   * @param drain how long calls in flight may go on after a revocation or at the end
   */
  public record Settings(String topic, Duration ownership, Duration freshness, Duration drain) {}

  private final Settings settings;
  private final Consumer<String, byte[]> consumer;
  private final Function<byte[], O> decoder;
  private final Map<Class<?>, OperationHandler<? extends O, R>> handlers = new HashMap<>();
  private final OutcomeRecorder<R> recorder;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final Map<TopicPartition, Share> shares = new ConcurrentHashMap<>();
  private volatile Instant lastPoll;
  private volatile boolean stopping;
  private final Thread thread;

  public OperationWorker(
      Settings settings,
      Consumer<String, byte[]> consumer,
      Function<byte[], O> decoder,
      List<? extends OperationHandler<? extends O, R>> handlers,
      OutcomeRecorder<R> recorder,
      Clock clock,
      WorkerMetrics metrics) {
    this.settings = settings;
    this.consumer = consumer;
    this.decoder = decoder;
    handlers.forEach(handler -> this.handlers.put(handler.operation(), handler));
    this.recorder = recorder;
    this.clock = clock;
    this.metrics = metrics;
    this.lastPoll = clock.instant();
    this.thread = Thread.ofPlatform().name("operations " + settings.topic()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** True while the poll loop runs. */
  public boolean running() {
    return thread.isAlive();
  }

  private void run() {
    consumer.subscribe(List.of(settings.topic()), new Ownership());
    try {
      while (!stopping) {
        for (var entry : consumer.poll(POLL)) {
          apply(entry);
        }
        lastPoll = clock.instant();
        shares.forEach((partition, share) -> share.activateAt(consumer.position(partition)));
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    } finally {
      release(new ArrayList<>(shares.keySet()));
      consumer.close();
    }
  }

  private void apply(ConsumerRecord<String, byte[]> entry) {
    var share = shares.get(new TopicPartition(entry.topic(), entry.partition()));
    if (share != null) {
      share.apply(entry.key(), entry.value());
    }
  }

  private boolean mayAct(TopicPartition partition, Share share, Instant observedAt) {
    var now = clock.instant();
    return !stopping
        && shares.get(partition) == share
        && Duration.between(lastPoll, now).compareTo(settings.ownership()) < 0
        && Duration.between(observedAt, now).compareTo(settings.freshness()) < 0;
  }

  private void release(Collection<TopicPartition> partitions) {
    var released = partitions.stream().map(shares::remove).filter(s -> s != null).toList();
    released.forEach(Share::close);
    var end = clock.instant().plus(settings.drain());
    released.forEach(share -> share.awaitEnd(end));
  }

  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
    try {
      thread.join(settings.drain().plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Ownership implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      partitions.forEach(partition -> shares.put(partition, new Share(partition, ends.getOrDefault(partition, 0L))));
      log.info("{}: assigned {}", settings.topic(), partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      release(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      release(partitions);
    }
  }

  /** What stands on one partition. Used by the poll thread only. */
  private final class Share {
    private final TopicPartition partition;
    private final long end;
    private final Map<String, O> table = new HashMap<>();
    private final Map<String, Lane<?, R>> lanes = new HashMap<>();
    private boolean active;

    Share(TopicPartition partition, long end) {
      this.partition = partition;
      this.end = end;
    }

    void apply(String key, byte @Nullable [] value) {
      var operation = value == null ? null : decode(key, value);
      if (operation == null) {
        var gone = table.remove(key);
        if (gone != null && active) {
          lane(gone).remove(gone.id());
        }
        return;
      }
      table.put(key, operation);
      if (active) {
        put(operation, false);
      }
    }

    void activateAt(long position) {
      if (!active && position >= end) {
        active = true;
        table.values().forEach(operation -> put(operation, true));
      }
    }

    private @Nullable O decode(String key, byte[] value) {
      try {
        return decoder.apply(value);
      } catch (RuntimeException e) {
        log.error("[CVY-9013] {}: entry {} cannot be read; left standing untouched", settings.topic(), key, e);
        return null;
      }
    }

    private void put(O operation, boolean takenOver) {
      lane(operation).put(operation, takenOver);
    }

    @SuppressWarnings("unchecked")
    private Lane<O, R> lane(O operation) {
      var name = operation.header().limitKey() + " " + operation.header().kind();
      return (Lane<O, R>) lanes.computeIfAbsent(name, n -> {
        var handler = (OperationHandler<O, R>) handlers.get(operation.getClass());
        if (handler == null) {
          throw new IllegalStateException("no handler for " + operation.getClass().getName());
        }
        return new Lane<>(n, handler, recorder, observedAt -> mayAct(partition, this, observedAt), clock, metrics);
      });
    }

    void close() {
      lanes.values().forEach(Lane::close);
    }

    void awaitEnd(Instant end) {
      try {
        for (var lane : lanes.values()) {
          var left = Duration.between(clock.instant(), end);
          if (left.isNegative() || !lane.awaitEnd(left)) {
            log.warn("{}: a call is still in flight after the drain time", settings.topic());
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

}
