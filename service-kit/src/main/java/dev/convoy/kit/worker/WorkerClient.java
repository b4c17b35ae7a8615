package dev.convoy.kit.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer of a worker: another takes its place when it has failed with something that a further poll does not
 * heal. Used by the poll thread, besides {@link #stop} and {@link #trouble}.
 */
final class WorkerClient {

  private static final Logger log = LoggerFactory.getLogger(WorkerClient.class);
  /** A broker that is down is not waited for at the end. */
  private static final Duration LEAVING = Duration.ofSeconds(3);
  /** Pauses grow to this many times the first. */
  private static final int LONGEST = 32;

  private final String topic;
  private final Duration firstPause;
  private final Supplier<? extends Consumer<byte[], byte[]>> maker;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile @Nullable String trouble;
  private Duration pause;
  private Instant pausedAt = Instant.MIN;

  /**
   * Makes the first consumer at once, so that wrong settings are found by whoever opens the worker.
   *
   * @param firstPause before another takes its place; doubled while that does not help
   */
  WorkerClient(
      String topic, Duration firstPause, Supplier<? extends Consumer<byte[], byte[]>> maker, Clock clock,
      WorkerMetrics metrics) {
    this.topic = topic;
    this.firstPause = firstPause;
    this.maker = maker;
    this.clock = clock;
    this.metrics = metrics;
    this.pause = firstPause;
    this.consumer = maker.get();
  }

  /** The consumer; another one is made if there is none. */
  Consumer<byte[], byte[]> consumer() {
    var current = consumer;
    if (current == null) {
      current = maker.get();
      consumer = current;
    }
    return current;
  }

  /** It polls. What was wrong is over when that has lasted as long as the pause before. */
  void works() {
    if (trouble != null && !clock.instant().isBefore(pausedAt.plus(pause))) {
      trouble = null;
      log.info("{}: Kafka's client works again", topic);
    }
  }

  /** Why nothing is done now; null = nothing is wrong. */
  @Nullable String trouble() {
    return trouble;
  }

  /** It is of no use any more. Returns after a pause, or at once when it was told to stop. */
  void failed(Throwable cause) {
    pause = longer();
    var text = "[CVY-9015] " + topic + ": Kafka's client has failed: " + cause + "; another one takes its place";
    trouble = text;
    metrics.renewed(cause);
    log.error("{} in {}", text, pause, cause);
    Thread.interrupted(); // an interrupted thread could not wait, nor poll ever again
    close();
    try {
      stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      log.debug("{}: interrupted in the pause", topic);
    }
    pausedAt = clock.instant();
  }

  /** One that lasted longer than the longest pause begins with the first again. */
  private Duration longer() {
    var longest = firstPause.multipliedBy(LONGEST);
    if (pausedAt.equals(Instant.MIN) || Duration.between(pausedAt, clock.instant()).compareTo(longest) > 0) {
      return firstPause;
    }
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** For any thread: ends a poll and a pause. */
  void stop() {
    stop.countDown();
    wakeup();
  }

  private void wakeup() {
    var current = consumer;
    if (current != null) {
      current.wakeup();
    }
  }

  void close() {
    var current = consumer;
    consumer = null;
    if (current == null) {
      return;
    }
    try {
      current.close(CloseOptions.timeout(LEAVING));
    } catch (RuntimeException e) {
      log.warn("{}: Kafka's client did not close well: {}", topic, e.toString());
    }
  }
}
