package dev.convoy.kit.worker;

import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.fault.FaultPoints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A process that stood still between its look and its call, as after SIGSTOP, and polls before it calls. */
class StandstillTest {

  private static final TopicPartition PARTITION = new TopicPartition("operations", 0);
  private static final Duration OWNERSHIP = Duration.ofSeconds(3);

  /** A wall clock that can be put forward. */
  private static final class MovedClock extends Clock {
    private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(moved.get());
    }
  }

  private final MovedClock clock = new MovedClock();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final CountDownLatch looked = new CountDownLatch(1);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final OperationHeader header =
      new OperationHeader("a", "Paint", 1, 1, "lane", true, Instant.now(), null);

  /** Looks once; the world stands still during the look, and the consumer has polled again before it returns. */
  private final class Slept implements OperationHandler<OperationWorkerTest.Paint, OperationWorkerTest.Painted> {
    @Override
    public Class<OperationWorkerTest.Paint> operation() {
      return OperationWorkerTest.Paint.class;
    }

    @Override
    public Duration absenceAfter() {
      return Duration.ZERO;
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Map<OperationId, Observation<OperationWorkerTest.Painted>> observe(List<OperationWorkerTest.Paint> operations)
        throws InterruptedException {
      var polled = new CountDownLatch(1);
      clock.moved.set(OWNERSHIP.multipliedBy(4));
      consumer.schedulePollTask(polled::countDown);
      polled.await(10, TimeUnit.SECONDS);
      looked.countDown();
      return operations.stream().collect(Collectors.toMap(OperationWorkerTest.Paint::id, o -> new Observation.NotDone<>()));
    }

    @Override
    public Map<OperationId, Acted<OperationWorkerTest.Painted>> act(List<OperationWorkerTest.Paint> operations) {
      operations.forEach(o -> calls.add(o.header().serverId()));
      return Map.of();
    }
  }

  private final OperationWorker<OperationWorkerTest.Paint, OperationWorkerTest.Painted> worker = new OperationWorker<>(
      new OperationWorker.Settings("operations", OWNERSHIP, Duration.ofMinutes(10), Duration.ofSeconds(5), WorkerGroup.REST),
      () -> consumer,
      bytes -> new OperationWorkerTest.Paint(header),
      List.of(new Slept()),
      partition -> outcomes -> { },
      clock,
      new WorkerMetrics(new SimpleMeterRegistry()),
      FaultPoints.NONE,
      (record, why) -> { throw why; },
      thrown -> { });

  @AfterEach
  void stop() {
    worker.close();
  }

  @Test
  void aPollAfterAStandstillGivesNoRightToAct() throws InterruptedException {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(PARTITION));
      consumer.addRecord(new ConsumerRecord<>("operations", 0, 0, header.key().getBytes(UTF_8), "a".getBytes(UTF_8)));
    });
    worker.start();
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(calls.poll(1, TimeUnit.SECONDS)).isNull();
  }
}
