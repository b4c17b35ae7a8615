package dev.convoy.kit.config;

import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.AbandonedError;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.worker.FencedException;
import dev.convoy.kit.worker.OutcomeRecorder;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes the outcomes of one partition of operations to the service's outcome topic, keyed by server, in transactions.
 * The transactional id is the partition's: opening the recorder ends that of whoever had the partition before, with
 * whatever it was writing. What is recorded while a transaction is under way goes into the next one together.
 */
final class KafkaOutcomeRecorder<R extends Outcome> implements OutcomeRecorder<R> {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Producer<String, byte[]> producer;
  private final Codecs codecs;
  private final Class<R> type;
  private final String topic;
  private final FaultPoints faults;
  private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock committing = new ReentrantLock();
  private volatile boolean abandoned;

  /**
   * Opens it.
   *
   * @param producer with the transactional id of the partition; it is closed with the recorder
   * @throws UnreachableException if the broker cannot be reached now
   */
  KafkaOutcomeRecorder(Producer<String, byte[]> producer, Codecs codecs, Class<R> type, String topic, FaultPoints faults) {
    this.producer = producer;
    this.codecs = codecs;
    this.type = type;
    this.topic = topic;
    this.faults = faults;
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new UnreachableException("outcomes cannot be written to " + topic + ": " + e, RETRY, e);
    }
  }

  /** What one caller records. */
  private record Entry(
      List<ProducerRecord<String, byte[]>> records, Set<String> kinds, CompletableFuture<Void> committed) {}

  @Override
  public void record(List<R> outcomes) throws InterruptedException {
    var entry = entry(outcomes);
    waiting.add(entry);
    committing.lockInterruptibly();
    try {
      if (!entry.committed().isDone()) {
        commitAll();
      }
    } finally {
      committing.unlock();
    }
    await(entry);
  }

  private Entry entry(List<R> outcomes) {
    var records = outcomes.stream().map(outcome ->
        new ProducerRecord<>(topic, outcome.header().serverId(), codecs.write(type, topic, outcome))).toList();
    var kinds = outcomes.stream().map(outcome -> outcome.header().kind()).collect(Collectors.toSet());
    return new Entry(records, kinds, new CompletableFuture<>());
  }

  private static void await(Entry entry) throws InterruptedException {
    try {
      entry.committed().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case FencedException fenced -> throw fenced;
        case UnreachableException unreachable -> throw unreachable;
        case AbandonedError abandoned -> throw abandoned;
        case null, default -> throw new IllegalStateException("outcomes not recorded", e);
      }
    }
  }

  private void commitAll() {
    var entries = new ArrayList<Entry>();
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      entries.add(next);
    }
    try {
      commit(entries);
      entries.forEach(entry -> entry.committed().complete(null));
    } catch (FencedException | UnreachableException | AbandonedError e) {
      entries.forEach(entry -> entry.committed().completeExceptionally(e));
    }
  }

  private void commit(List<Entry> entries) {
    try {
      producer.beginTransaction();
      entries.forEach(entry -> entry.records().forEach(producer::send));
      producer.flush();
      reached(FaultPoint.OUTCOME_BEFORE_COMMIT, entries);
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException | OutOfOrderSequenceException
        | AuthorizationException | TimeoutException | InterruptException | IllegalStateException e) {
      throw fenced(e);
    } catch (KafkaException e) {
      abort(e);
    }
    reached(FaultPoint.OUTCOME_COMMITTED, entries);
  }

  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw fenced(e);
    }
    throw new UnreachableException("outcomes could not be written to " + topic + ": " + cause, RETRY, cause);
  }

  private FencedException fenced(RuntimeException cause) {
    if (abandoned) {
      throw new AbandonedError("crashed before");
    }
    return new FencedException("[CVY-9014] outcomes may not be written to " + topic
        + " any more: " + cause + "; the partition is given up and asked for anew", cause);
  }

  private void reached(FaultPoint point, List<Entry> entries) {
    if (abandoned) {
      throw new AbandonedError("crashed before");
    }
    entries.stream().flatMap(entry -> entry.kinds().stream()).distinct().forEach(kind -> faults.reached(point, kind));
  }

  @Override
  public void close() {
    producer.close(abandoned ? Duration.ZERO : Duration.ofSeconds(5));
  }

  /** The transaction that is under way stays as it is, for whoever opens the recorder next to end. */
  @Override
  public void abandon() {
    abandoned = true;
    try {
      producer.close(Duration.ZERO);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }
}
