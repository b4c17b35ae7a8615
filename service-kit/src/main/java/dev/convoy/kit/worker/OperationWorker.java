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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
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
  /** A broker that is down is not waited for at the end. */
  private static final Duration LEAVING = Duration.ofSeconds(3);

  /**
   * Settings.
   *
   * @param topic the operations topic
   * @param ownership how old the last poll may be for this instance to act: half the session time-out
   * @param freshness how old an observation may be for a call to rest on it
   * @param drain how long calls in flight may go on after a revocation or at the end
   * @param group whose operations it sees to; those of other groups are as if they were not there
   */
  public record Settings(String topic, Duration ownership, Duration freshness, Duration drain, WorkerGroup group) {}

  private final Settings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final Function<byte[], O> decoder;
  private final Map<Class<?>, OperationHandler<? extends O, R>> handlers = new HashMap<>();
  private final IntFunction<? extends OutcomeRecorder<R>> recorders;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final FaultPoints faults;
  private final DeadLetterDesk deadLetters;
  private final Pulse pulse;
  private final Map<TopicPartition, Share<O, R>> shares = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
  private volatile Instant lastPoll;
  private volatile boolean stopping;
  private volatile boolean crashed;
  private volatile boolean doubtful;
  private final Thread thread;

  /**
   * @param deadLetters takes entries that cannot be read; what stood under their key before stands on
   * @param recorders opens the recorder of a partition, and so ends that of whoever had it before; may throw
   *     {@link UnreachableException}
   */
  public OperationWorker(
      Settings settings,
      Consumer<byte[], byte[]> consumer,
      Function<byte[], O> decoder,
      List<? extends OperationHandler<? extends O, R>> handlers,
      IntFunction<? extends OutcomeRecorder<R>> recorders,
      Clock clock,
      WorkerMetrics metrics,
      FaultPoints faults,
      DeadLetterDesk deadLetters) {
    this.settings = settings;
    this.consumer = consumer;
    this.decoder = decoder;
    handlers.forEach(handler -> this.handlers.put(handler.operation(), handler));
    this.recorders = recorders;
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
    this.deadLetters = deadLetters;
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

  /** Completes when a fault point had this worker taken for crashed; another one may take its place then. */
  public CompletableFuture<Void> abandoned() {
    return abandoned;
  }

  private void run() {
    pulse.start();
    join();
    try {
      while (!stopping) {
        poll();
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    } catch (AbandonedError e) {
      crash();
    } finally {
      leave();
    }
  }

  private void join() {
    consumer.subscribe(List.of(settings.topic()), new Ownership());
  }

  private void poll() {
    if (doubtful) {
      log.warn("{}: may have lost its partitions; joins anew", settings.topic());
      release(new ArrayList<>(shares.keySet()));
      consumer.unsubscribe();
      doubtful = false;
      join();
    }
    read().forEach(this::apply);
    lastPoll = clock.instant();
    if (!doubtful) {
      shares.forEach(this::activate);
    }
  }

  /** A client that gave up waiting for its unsubscription lets it take effect later, after the next subscription too. */
  private ConsumerRecords<byte[], byte[]> read() {
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

  private void activate(TopicPartition partition, Share<O, R> share) {
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
    consumer.wakeup();
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
    consumer.close(CloseOptions.timeout(LEAVING));
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
  }
}
