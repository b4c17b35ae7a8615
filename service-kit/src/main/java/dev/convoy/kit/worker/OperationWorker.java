package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.AbandonedError;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.schemas.registry.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
  private static final Duration RENEWED_AFTER = Duration.ofSeconds(1);

  /**
   * Settings.
   *
   * @param topic the operations topic
   * @param ownership how old the last poll may be for this instance to act: half the session time-out
   * @param freshness how old an observation may be for a call to rest on it
   * @param drain how long calls in flight may go on after a revocation or at the end
   * @param group whose operations it sees to; those of other groups are as if they were not there
   * @param renewedAfter how long after Kafka's client has failed for good another takes its place; up to 32 times as long
   *     while that does not help
   */
  public record Settings(
      String topic, Duration ownership, Duration freshness, Duration drain, WorkerGroup group, Duration renewedAfter) {

    public Settings(String topic, Duration ownership, Duration freshness, Duration drain, WorkerGroup group) {
      this(topic, ownership, freshness, drain, group, RENEWED_AFTER);
    }
  }

  private final Settings settings;
  private final WorkerClient client;
  private final Function<byte[], O> decoder;
  private final Map<Class<?>, OperationHandler<? extends O, R>> handlers = new HashMap<>();
  private final IntFunction<? extends OutcomeRecorder<R>> recorders;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final FaultPoints faults;
  private final DeadLetterDesk deadLetters;
  private final java.util.function.Consumer<Throwable> fatal;
  private final Pulse pulse;
  private final Map<TopicPartition, Share<O, R>> shares = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  private volatile Instant lastPoll;
  private volatile boolean stopping;
  private volatile boolean crashed;
  private volatile boolean doubtful;
  private final Thread thread;

  /**
   * @param consumers makes Kafka's consumer, the first at once
   * @param deadLetters takes entries that cannot be read; what stood under their key before stands on
   * @param recorders opens the recorder of a partition, and so ends that of whoever had it before; may throw
   *     {@link UnreachableException}
   * @param fatal ends the process, which cannot go on; may be told more than once
   */
  public OperationWorker(
      Settings settings,
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      Function<byte[], O> decoder,
      List<? extends OperationHandler<? extends O, R>> handlers,
      IntFunction<? extends OutcomeRecorder<R>> recorders,
      Clock clock,
      WorkerMetrics metrics,
      FaultPoints faults,
      DeadLetterDesk deadLetters,
      java.util.function.Consumer<Throwable> fatal) {
    this.settings = settings;
    this.client = new WorkerClient(settings.topic(), settings.renewedAfter(), consumers, clock, metrics);
    this.decoder = decoder;
    handlers.forEach(handler -> this.handlers.put(handler.operation(), handler));
    this.recorders = recorders;
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
    this.deadLetters = deadLetters;
    this.fatal = fatal;
    this.pulse = new Pulse(clock, settings.ownership(), this::doubt);
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

  /** Why nothing is done now, or not on all partitions that it has; null = nothing is wrong. */
  public @Nullable String trouble() {
    var ofClient = client.trouble();
    return ofClient != null ? ofClient
        : shares.values().stream().map(Share::trouble).filter(Objects::nonNull).findAny().orElse(null);
  }

  /** Completes when a fault point had this worker taken for crashed; another one may take its place then. */
  public CompletableFuture<Void> abandoned() {
    return abandoned;
  }

  private void run() {
    pulse.start();
    try {
      while (!stopping) {
        serve();
      }
    } catch (AbandonedError e) {
      crash();
    } catch (RuntimeException | Error e) {
      dead(e);
    } finally {
      leave();
    }
  }

  /** Serves until it is told to stop, or Kafka's client has failed: then all is given up before another joins. */
  private void serve() {
    try {
      join(client.consumer());
      while (!stopping) {
        poll(client.consumer());
        client.works();
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    } catch (AbandonedError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (FatalErrors.in(e)) {
        throw e;
      }
      release(new ArrayList<>(shares.keySet()));
      doubtful = false;
      client.failed(e);
    }
  }

  private void join(Consumer<byte[], byte[]> consumer) {
    consumer.subscribe(List.of(settings.topic()), new Ownership(consumer));
  }

  /** Nothing more is begun. */
  private void dead(Throwable thrown) {
    stopping = true;
    fatal.accept(thrown);
  }

  private void poll(Consumer<byte[], byte[]> consumer) {
    if (doubtful) {
      log.warn("{}: may have lost its partitions; joins anew", settings.topic());
      release(new ArrayList<>(shares.keySet()));
      consumer.unsubscribe();
      doubtful = false;
      join(consumer);
    }
    read(consumer).forEach(this::apply);
    lastPoll = clock.instant();
    if (!doubtful) {
      shares.forEach((partition, share) -> activate(share, partition, consumer));
    }
  }

  /** A client that gave up waiting for its unsubscription lets it take effect later, after the next subscription too. */
  private ConsumerRecords<byte[], byte[]> read(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(POLL);
    } catch (IllegalStateException e) {
      if (!consumer.subscription().isEmpty()) {
        throw e;
      }
      doubt();
      return ConsumerRecords.empty();
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> entry) {
    var share = shares.get(new TopicPartition(entry.topic(), entry.partition()));
    if (share == null) {
      return;
    }
    try {
      var key = Admission.key(entry.key());
      share.apply(key, entry.value() == null ? null : ours(decode(key, Admission.bounded(entry.value()))));
    } catch (PoisonException e) {
      deadLetters.setAside(entry, e);
    } catch (RegistryException e) {
      log.warn("[CVY-9013] {}: the registry was not waited for to the end; the table is read anew", entry.topic(), e);
      doubt();
    } catch (RuntimeException e) {
      if (FatalErrors.in(e)) {
        throw e;
      }
      log.error("[CVY-9012] {}-{}@{} cannot be read; what stood before stands on", entry.topic(), entry.partition(),
          entry.offset(), e);
      metrics.failed(Operation.class);
    }
  }

  private O decode(String key, byte[] value) {
    var operation = Admission.decoded(() -> decoder.apply(value));
    Admission.agree(key, operation.header().key());
    return operation;
  }

  /** An entry may have been ours before. */
  private @Nullable O ours(O operation) {
    return settings.group().sees(operation.header()) ? operation : null;
  }

  private void activate(Share<O, R> share, TopicPartition partition, Consumer<byte[], byte[]> consumer) {
    try {
      share.activateAt(consumer.position(partition));
    } catch (UnreachableException e) {
      log.warn("{}: {}", partition, e.getMessage());
    }
  }

  private boolean mayAct(TopicPartition partition, Share<O, R> share, Instant observedAt) {
    var now = clock.instant();
    return !stopping
        && pulse.steady(now)
        && !doubtful
        && shares.get(partition) == share
        && Duration.between(lastPoll, now).compareTo(settings.ownership()) < 0
        && Duration.between(observedAt, now).compareTo(settings.freshness()) < 0;
  }

  private void doubt() {
    doubtful = true;
  }

  /** Ends as a crash would. What is in flight is cut off; the poll thread then leaves without a word. */
  private void crash() {
    crashed = true;
    stopping = true;
    shares.values().forEach(Share::abandon);
    client.stop();
  }

  /** A crashed worker leaves its group at once all the same, so that the one in its place need not wait. */
  private void leave() {
    if (crashed) {
      crash();
      var end = clock.instant().plus(settings.drain());
      shares.values().forEach(share -> share.awaitEnd(end));
      shares.clear();
    } else {
      release(new ArrayList<>(shares.keySet()));
    }
    pulse.close();
    client.close();
    if (crashed) {
      abandoned.complete(null);
    }
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
    client.stop();
    try {
      thread.join(settings.drain().plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Ownership implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    Ownership(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      partitions.forEach(partition -> shares.put(partition, share(partition, ends.getOrDefault(partition, 0L))));
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

  private Share<O, R> share(TopicPartition partition, long end) {
    return new Share<>(partition.toString(), end, () -> recorders.apply(partition.partition()), new Lanes(partition),
        clock);
  }

  /** Makes the lanes of a partition. */
  private final class Lanes implements Share.LaneMaker<O, R> {
    private final TopicPartition partition;

    Lanes(TopicPartition partition) {
      this.partition = partition;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Lane<O, R> lane(String name, O operation, OutcomeRecorder<R> recorder, Share<O, R> share) {
      var handler = (OperationHandler<O, R>) handlers.get(operation.getClass());
      if (handler == null) {
        throw new IllegalStateException("no handler for " + operation.getClass().getName());
      }
      return new Lane<>(name, handler, recorder, new Right(partition, share), clock, metrics, this::reached);
    }

    @Override
    public void reached(FaultPoint point, O operation) {
      reached(point, operation.header().kind());
    }

    @Override
    public void defect(O operation, RuntimeException e) {
      if (FatalErrors.in(e)) {
        throw e;
      }
      log.error("[CVY-9012] {}: {} stands still until its entry is read again", partition, operation.id(), e);
      metrics.failed(operation.getClass());
    }

    /** Nothing that has crashed gets anywhere. */
    private void reached(FaultPoint point, String kind) {
      if (crashed) {
        throw new AbandonedError("crashed before");
      }
      faults.reached(point, kind);
    }
  }

  private final class Right implements RightToAct {
    private final TopicPartition partition;
    private final Share<O, R> share;

    Right(TopicPartition partition, Share<O, R> share) {
      this.partition = partition;
      this.share = share;
    }

    @Override
    public boolean holds(Instant observedAt) {
      return mayAct(partition, share, observedAt);
    }

    /** What a lane of an assignment that is over may not do any more says nothing about the one that came after. */
    @Override
    public void lost() {
      if (shares.get(partition) == share) {
        doubt();
      }
    }

    @Override
    public void abandoned() {
      crash();
    }

    @Override
    public void fatal(Throwable thrown) {
      dead(thrown);
    }
  }
}
