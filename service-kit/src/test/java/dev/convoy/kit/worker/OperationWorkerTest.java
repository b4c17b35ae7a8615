package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.fault.FaultPoints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class OperationWorkerTest {

  record Paint(OperationHeader header) implements Operation {}

  record Painted(OutcomeHeader header) implements Outcome {}

  private static final TopicPartition PARTITION = new TopicPartition("operations", 0);

  /** A world in which painting is done by whoever is told so, and remembered. */
  private final class World implements OperationHandler<Paint, Painted> {
    final Set<OperationId> painted = ConcurrentHashMap.newKeySet();
    final BlockingQueue<List<OperationId>> calls = new LinkedBlockingQueue<>();
    final BlockingQueue<List<OperationId>> looks = new LinkedBlockingQueue<>();
    volatile Duration absenceAfter = Duration.ZERO;
    volatile boolean loseAnswers;
    /** How long a call takes until its answer is given up. */
    volatile Duration lasts = Duration.ZERO;
    final List<Instant> ends = new CopyOnWriteArrayList<>();
    volatile boolean unreachable;
    volatile int unsent;
    volatile @Nullable Observation<Painted> shown;
    volatile int batch = 1;

    @Override
    public Class<Paint> operation() {
      return Paint.class;
    }

    @Override
    public int batchSize() {
      return batch;
    }

    @Override
    public Duration batchWait() {
      return Duration.ofMillis(batch > 1 ? 50 : 0);
    }

    @Override
    public Duration absenceAfter() {
      return absenceAfter;
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofMillis(10);
    }

    @Override
    public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) {
      looks.add(operations.stream().map(Paint::id).toList());
      if (unreachable) {
        throw new UnreachableException("no light", Duration.ofMillis(5), new IllegalStateException());
      }
      var seen = new HashMap<OperationId, Observation<Painted>>();
      var fixed = shown;
      operations.forEach(o -> seen.put(o.id(), fixed != null ? fixed : painted.contains(o.id())
          ? new Observation.Ended<>(new Painted(OutcomeHeader.of(o.header(), Instant.now())))
          : new Observation.NotDone<>()));
      return seen;
    }

    @Override
    public Map<OperationId, Acted<Painted>> act(List<Paint> operations, Progress<Painted> progress) throws InterruptedException {
      if (telling) {
        progress.tell(new Painted(OutcomeHeader.of(operations.getFirst().header(), Instant.EPOCH)));
        recordedBeforeItsEnd.addAll(everRecorded);
      }
      return act(operations);
    }

    @Override
    public Map<OperationId, Acted<Painted>> act(List<Paint> operations) {
      calls.add(operations.stream().map(Paint::id).toList());
      LockSupport.parkNanos(lasts.toNanos());
      ends.add(Instant.now());
      if (unsent > 0) {
        unsent--;
        throw new UnreachableException("no brush", null, new IllegalStateException());
      }
      var acted = new HashMap<OperationId, Acted<Painted>>();
      operations.forEach(o -> {
        painted.add(o.id());
        acted.put(o.id(), loseAnswers ? new Acted.Unknown<>() : new Acted.Accepted<>());
      });
      return acted;
    }
  }

  private final World world = new World();
  private final List<Painted> recordedBeforeItsEnd = new CopyOnWriteArrayList<>();
  private volatile boolean telling;
  private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<Painted> recorded = new LinkedBlockingQueue<>();
  /** Nobody takes anything from it. */
  private final List<Painted> everRecorded = new CopyOnWriteArrayList<>();
  private final Map<String, OperationHeader> values = new ConcurrentHashMap<>();
  private volatile OutcomeRecorder<Painted> recorder = outcomes -> {
    everRecorded.addAll(outcomes);
    recorded.addAll(outcomes);
  };
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final OperationWorker<Paint, Painted> worker = new OperationWorker<>(
      new OperationWorker.Settings("operations", Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1),
          WorkerGroup.REST),
      () -> consumer,
      bytes -> new Paint(values.get(new String(bytes, UTF_8))),
      List.of(world),
      partition -> recorder,
      Clock.systemUTC(),
      new WorkerMetrics(new SimpleMeterRegistry()),
      FaultPoints.NONE,
      (record, why) -> refused.add(record.offset() + " " + why.poison()),
      thrown -> { });
  private long offset;

  @AfterEach
  void stop() {
    worker.close();
  }

  private OperationHeader header(String server, boolean act) {
    return new OperationHeader(server, "Paint", 1, 1, "lane", act, Instant.now(), null);
  }

  private ConsumerRecord<byte[], byte[]> entry(OperationHeader header) {
    var name = header.serverId() + header.act() + header.workers();
    values.put(name, header);
    return new ConsumerRecord<>("operations", 0, offset++, header.key().getBytes(UTF_8), name.getBytes(UTF_8));
  }

  /** Starts the worker on a table that already holds these entries. */
  private void startWith(OperationHeader... standing) {
    var entries = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var header : standing) {
      entries.add(entry(header));
    }
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) standing.length));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(PARTITION));
      entries.forEach(consumer::addRecord);
    });
    worker.start();
  }

  private void write(OperationHeader header) {
    var entry = entry(header);
    consumer.schedulePollTask(() -> consumer.addRecord(entry));
  }

  private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    var value = queue.poll(10, TimeUnit.SECONDS);
    assertThat(value).isNotNull();
    return value;
  }

  @Test
  void aNewOperationIsObservedThenStartedOnceThenRecorded() throws InterruptedException {
    startWith();
    write(header("a", true));
    assertThat(next(recorded).header().serverId()).isEqualTo("a");
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void howFarACallIsIsRecordedWhileItIsUnderWay() throws InterruptedException {
    telling = true;
    startWith();
    write(header("a", true));
    assertThat(next(recorded).header().observedAt()).isEqualTo(Instant.EPOCH);
    assertThat(next(recorded).header().observedAt()).isAfter(Instant.EPOCH);
    assertThat(recordedBeforeItsEnd).extracting(each -> each.header().observedAt()).containsExactly(Instant.EPOCH);
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void progressThatCannotBeRecordedHoldsUpNoCall() throws InterruptedException {
    telling = true;
    recorder = outcomes -> {
      if (outcomes.getFirst().header().observedAt().equals(Instant.EPOCH)) {
        throw new UnreachableException("no ink", null, new IllegalStateException());
      }
      recorded.addAll(outcomes);
    };
    startWith();
    write(header("a", true));
    assertThat(next(recorded).header().observedAt()).isAfter(Instant.EPOCH);
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void whatIsDoneAlreadyIsAdoptedWithoutACall() throws InterruptedException {
    world.painted.add(header("a", true).id());
    startWith(header("a", true));
    assertThat(next(recorded).header().serverId()).isEqualTo("a");
    assertThat(world.calls).isEmpty();
  }

  @Test
  void afterATakeOverAbsenceIsBelievedOnlyAfterTheWait() throws InterruptedException {
    world.absenceAfter = Duration.ofMillis(300);
    var start = Instant.now();
    startWith(header("a", true));
    next(world.calls);
    assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    assertThat(world.looks.size()).isGreaterThan(1);
  }

  @Test
  void aLostAnswerIsNotFollowedByASecondCall() throws InterruptedException {
    world.loseAnswers = true;
    startWith();
    write(header("a", true));
    next(recorded);
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void newsThatCouldNotBeRecordedIsRecordedLaterThoughItIsNewNoMore() throws InterruptedException {
    var failures = new AtomicInteger(2);
    recorder = outcomes -> {
      if (failures.getAndDecrement() > 0) {
        throw new UnreachableException("no broker", Duration.ofMillis(5), new IllegalStateException());
      }
      recorded.addAll(outcomes);
    };
    var header = header("a", true);
    world.shown = new Observation.Running<>(new Painted(OutcomeHeader.of(header, Instant.EPOCH)), "half done");
    startWith();
    write(header);
    assertThat(next(recorded)).isNotNull();
    look(3);
    assertThat(recorded).as("once").isEmpty();
  }

  /** A call may be accepted at its very end: what is read of the world is older than the read. */
  @Test
  void theWaitForAbsenceBeginsWhenTheCallIsOver() throws InterruptedException {
    world.loseAnswers = true;
    world.absenceAfter = Duration.ofMillis(400);
    world.lasts = Duration.ofMillis(600);
    world.shown = new Observation.NotDone<>();
    startWith();
    write(header("a", true));
    next(world.calls);
    next(world.calls);
    var second = Instant.now();
    assertThat(Duration.between(world.ends.getFirst(), second)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aHeldOperationIsObservedButNotStarted() throws InterruptedException {
    startWith();
    write(header("a", false));
    next(world.looks);
    next(world.looks);
    assertThat(world.calls).isEmpty();
    write(header("a", true));
    next(recorded);
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void operationsOfOneLaneShareACall() throws InterruptedException {
    world.batch = 10;
    startWith();
    var entries = List.of(entry(header("a", true)), entry(header("b", true)), entry(header("c", true)));
    consumer.schedulePollTask(() -> entries.forEach(consumer::addRecord));
    assertThat(next(world.calls)).hasSize(3);
  }

  @Test
  void anUnreachableWorldIsAskedAgain() throws InterruptedException {
    world.unreachable = true;
    startWith();
    write(header("a", true));
    next(world.looks);
    next(world.looks);
    world.unreachable = false;
    next(recorded);
    assertThat(world.calls).hasSize(1);
  }

  @Test
  void whatCouldNotBeSentIsTriedAgainAtThePollAndNotAfterTheWaitForAbsence() throws InterruptedException {
    world.absenceAfter = Duration.ofHours(1);
    world.unsent = 2;
    startWith();
    write(header("a", true));
    next(recorded);
    assertThat(world.calls).hasSize(3);
  }

  @Test
  void whatWasSeenRunningIsNotStartedAgainBecauseALaterReadIsStale() throws InterruptedException {
    world.absenceAfter = Duration.ofHours(1);
    world.shown = new Observation.NotDone<>();
    startWith();
    write(header("a", true));
    next(world.calls);
    world.shown = Observation.Running.silently();
    look(2);
    world.shown = new Observation.NotDone<>();
    look(3);
    assertThat(world.calls).isEmpty();
  }

  /** Waits for so many looks that begin from now on. */
  private void look(int times) throws InterruptedException {
    world.looks.clear();
    for (int i = 0; i < times; i++) {
      next(world.looks);
    }
  }

  @Test
  void whatIsAnotherGroupsIsNotLookedAtAndWhatBecomesAnothersIsLeft() throws InterruptedException {
    world.shown = Observation.Running.silently();
    startWith(of("a", "dmz"), of("b", null));
    assertThat(next(world.looks)).containsExactly(header("b", true).id());
    write(of("c", null));
    look(4);
    assertThat(world.looks).noneMatch(ids -> ids.contains(header("a", true).id()));
    write(of("b", "dmz"));
    write(of("d", null));
    seen("d");
    look(6);
    assertThat(world.looks).noneMatch(ids -> ids.contains(header("b", true).id()));
    write(of("b", null));
    seen("b");
  }

  private OperationHeader of(String server, @Nullable String workers) {
    return new OperationHeader(server, "Paint", 1, 1, "lane", true, Instant.now(), null, workers, null);
  }

  private void seen(String server) throws InterruptedException {
    while (!next(world.looks).contains(header(server, true).id())) {
      assertThat(worker.running()).isTrue();
    }
  }

  @Test
  void aRevokedPartitionIsNotActedOnAnyMore() throws InterruptedException {
    world.absenceAfter = Duration.ofHours(1);
    startWith(header("a", true));
    next(world.looks);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
    worker.close();
    assertThat(world.calls).isEmpty();
    assertThat(worker.running()).isFalse();
  }

  /** Seen with 10,000 servers: each late refusal had the partitions given up that had just come back, and so on. */
  @Test
  void aLaneOfAnAssignmentThatIsOverDoesNotHaveTheNextOneGivenUp() throws InterruptedException {
    var late = new CountDownLatch(1);
    BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
    recorder = outcomes -> {
      refusals.add("asked");
      late.await();
      refusals.add("refused");
      throw new FencedException("the recorder was closed", new IllegalStateException());
    };
    world.painted.add(header("a", true).id());
    startWith(header("a", true));
    next(refusals);
    recorder = recorded::addAll;
    var again = entry(header("a", true));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of());
      consumer.rebalance(List.of(PARTITION));
      consumer.addRecord(again);
    });
    assertThat(next(recorded).header().serverId()).isEqualTo("a");
    late.countDown();
    next(refusals);
    for (var server : List.of("b", "c", "d")) {
      write(header(server, true));
      assertThat(next(recorded).header().serverId()).isEqualTo(server);
    }
  }

  /** Seen on a machine without room: the thread ended, and nobody acted on anything any more. */
  @Test
  void aSubscriptionThatIsGoneIsMadeAnew() throws InterruptedException {
    world.painted.addAll(List.of(header("a", true).id(), header("b", true).id()));
    startWith(header("a", true));
    assertThat(next(recorded).header().serverId()).isEqualTo("a");
    var later = entry(header("b", true));
    consumer.schedulePollTask(() -> {
      consumer.unsubscribe();
      throw new IllegalStateException("Consumer is not subscribed to any topics or assigned any partitions");
    });
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(PARTITION));
      consumer.addRecord(later);
    });
    assertThat(next(recorded).header().serverId()).isEqualTo("b");
  }
}
