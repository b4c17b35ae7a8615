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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What a worker outlives, what it gives up for that, and what the process ends with. */
@Timeout(60)
class WorkerSurvivalTest {

  private static final TopicPartition PARTITION = new TopicPartition("operations", 0);
  private static final String BAD = "bad";

  /** {@code tool} decides the type: there is a handler for brushes only. */
  sealed interface Work extends Operation {}

  record Paint(OperationHeader header) implements Work {}

  record Carve(OperationHeader header) implements Work {}

  record Done(OutcomeHeader header) implements Outcome {}

  private final Set<OperationId> painted = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<List<String>> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> looks = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> recorded = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> journal = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
  private volatile Consumer<List<String>> onLook = servers -> { };
  private volatile Consumer<List<String>> onCall = servers -> { };
  private volatile Consumer<OperationId> onLeft = id -> { };

  private final class Brush implements OperationHandler<Paint, Done> {
    @Override
    public Class<Paint> operation() {
      return Paint.class;
    }

    @Override
    public int batchSize() {
      return 10;
    }

    @Override
    public Duration absenceAfter() {
      return Duration.ZERO;
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofMillis(10);
    }

    @Override
    public Map<OperationId, Observation<Done>> observe(List<Paint> operations) {
      looks.add(servers(operations));
      onLook.accept(servers(operations));
      var seen = new HashMap<OperationId, Observation<Done>>();
      operations.forEach(o -> seen.put(o.id(), painted.contains(o.id())
          ? new Observation.Ended<>(new Done(OutcomeHeader.of(o.header(), Instant.now()))) : new Observation.NotDone<>()));
      return seen;
    }

    @Override
    public Map<OperationId, Acted<Done>> act(List<Paint> operations) {
      onCall.accept(servers(operations));
      calls.add(servers(operations));
      var acted = new HashMap<OperationId, Acted<Done>>();
      operations.forEach(o -> {
        painted.add(o.id());
        acted.put(o.id(), new Acted.Accepted<>());
      });
      return acted;
    }

    @Override
    public void left(OperationId id) {
      onLeft.accept(id);
    }

    private static List<String> servers(List<Paint> operations) {
      return operations.stream().map(o -> o.header().serverId()).toList();
    }
  }

  /** Outcomes of the partition; what is opened and closed when is in the journal. */
  private final class Recorder implements OutcomeRecorder<Done> {
    Recorder() {
      journal.add("recorder opened");
    }

    @Override
    public void record(List<Done> outcomes) {
      outcomes.forEach(outcome -> recorded.add(outcome.header().serverId()));
    }

    @Override
    public void close() {
      journal.add("recorder closed");
    }
  }

  /** Kafka's client, which says when it is closed. */
  private final class Client extends MockConsumer<byte[], byte[]> {
    private final String name;

    Client(String name) {
      super("earliest");
      this.name = name;
      updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Override
    public void close(org.apache.kafka.clients.consumer.CloseOptions options) {
      journal.add(name + " closed");
      super.close(options);
    }
  }

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, Work> values = new ConcurrentHashMap<>();
  private final Client first = new Client("first");
  private final Client second = new Client("second");
  private final Deque<Client> others = new ArrayDeque<>(List.of(second));
  private volatile int refusals;
  private boolean opened;
  private final OperationWorker<Work, Done> worker = new OperationWorker<>(
      new OperationWorker.Settings("operations", Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1),
          WorkerGroup.REST, Duration.ofMillis(20)),
      this::client,
      bytes -> values.get(new String(bytes, UTF_8)),
      List.of(new Brush()),
      partition -> new Recorder(),
      Clock.systemUTC(),
      new WorkerMetrics(meters),
      FaultPoints.NONE,
      (record, why) -> { },
      fatal::add);
  private long offset;

  private Client client() {
    if (!opened) {
      opened = true;
      journal.add("first opened");
      return first;
    }
    if (refusals > 0) {
      refusals--;
      journal.add("refused");
      throw new KafkaException("Failed to construct kafka consumer");
    }
    journal.add("second opened");
    return others.remove();
  }

  @AfterEach
  void stop() {
    if (worker.running()) {
      worker.close();
    }
  }

  private static OperationHeader header(String server) {
    return new OperationHeader(server, "Paint", 1, 1, "lane", true, Instant.now(), null);
  }

  private static Paint paint(String server) {
    return new Paint(header(server));
  }

  private ConsumerRecord<byte[], byte[]> entry(Work operation) {
    var name = operation.toString();
    values.put(name, operation);
    return new ConsumerRecord<>("operations", 0, offset++, operation.header().key().getBytes(UTF_8), name.getBytes(UTF_8));
  }

  private ConsumerRecord<byte[], byte[]> tombstone(String server) {
    return new ConsumerRecord<>("operations", 0, offset++, header(server).key().getBytes(UTF_8), null);
  }

  private void startWith(Work... standing) {
    assigned(first, standing);
    worker.start();
  }

  /** The broker gives the client the partition with these entries. */
  private void assigned(Client client, Work... standing) {
    var entries = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    offset = 0;
    for (var operation : standing) {
      entries.add(entry(operation));
    }
    client.updateEndOffsets(Map.of(PARTITION, (long) standing.length));
    client.schedulePollTask(() -> {
      client.rebalance(List.of(PARTITION));
      entries.forEach(client::addRecord);
    });
  }

  private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    var value = queue.poll(10, TimeUnit.SECONDS);
    assertThat(value).isNotNull();
    return value;
  }

  private static void failFor(List<String> servers) {
    if (servers.contains(BAD)) {
      throw new IllegalStateException("defect");
    }
  }

  private double counted(String name) {
    return meters.find(name).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  @Test
  void aLookThatADefectEndsHoldsUpNothingButWhatIsAtFault() throws InterruptedException {
    onLook = WorkerSurvivalTest::failFor;
    startWith(paint("a"), paint(BAD), paint("c"));
    assertThat(List.of(next(recorded), next(recorded))).containsExactlyInAnyOrder("a", "c");
    assertThat(counted("convoy.operations.failed")).isGreaterThanOrEqualTo(1);
    assertThat(looks).filteredOn(servers -> servers.contains(BAD)).hasSizeLessThanOrEqualTo(2);
    onLook = servers -> { };
    assertThat(worker.running()).isTrue();
  }

  @Test
  void aCallThatADefectEndsIsMadeAgainForEachAlone() throws InterruptedException {
    onCall = WorkerSurvivalTest::failFor;
    startWith(paint("a"), paint(BAD), paint("c"));
    assertThat(List.of(next(recorded), next(recorded))).containsExactlyInAnyOrder("a", "c");
    assertThat(calls).as("accepted").containsExactlyInAnyOrder(List.of("a"), List.of("c"));
  }

  @Test
  void anErrorOfAHandlerThatOthersOutliveIsLikeAnyDefect() throws InterruptedException {
    onLook = servers -> {
      if (servers.contains(BAD)) {
        throw new StackOverflowError();
      }
    };
    startWith(paint("a"), paint(BAD));
    assertThat(next(recorded)).isEqualTo("a");
    assertThat(fatal).isEmpty();
  }

  @Test
  void whatHasNoHandlerStandsAndHoldsUpNoOther() throws InterruptedException {
    startWith(new Carve(header("wood")), paint("a"));
    assertThat(next(recorded)).isEqualTo("a");
    assertThat(counted("convoy.operations.failed")).isEqualTo(1);
    first.schedulePollTask(() -> {
      first.addRecord(tombstone("wood"));
      first.addRecord(entry(new Carve(header("stone"))));
      first.addRecord(entry(paint("b")));
    });
    assertThat(next(recorded)).isEqualTo("b");
    assertThat(journal).containsExactly("first opened", "recorder opened");
  }

  @Test
  void aHandlerThatCannotLetGoOfAnOperationEndsNothing() throws InterruptedException {
    onLeft = id -> {
      throw new IllegalStateException("defect");
    };
    startWith(paint("a"));
    assertThat(next(recorded)).isEqualTo("a");
    first.schedulePollTask(() -> {
      first.addRecord(tombstone("a"));
      first.addRecord(entry(paint("b")));
    });
    assertThat(next(recorded)).isEqualTo("b");
    assertThat(journal).containsExactly("first opened", "recorder opened");
  }

  @Test
  void anEntryThatMakesTheReaderFailHoldsUpNoOther() throws InterruptedException {
    startWith();
    first.schedulePollTask(() -> {
      first.addRecord(new ConsumerRecord<>("operations", 0, offset++, "x|y".getBytes(UTF_8), "unknown".getBytes(UTF_8)));
      first.addRecord(entry(paint("a")));
    });
    assertThat(next(recorded)).isEqualTo("a");
    assertThat(journal).containsExactly("first opened", "recorder opened");
  }

  /** Else two workers could act on one operation: what the first client held, and whoever has the partition then. */
  @Test
  void anotherClientJoinsWhenAllThatTheFirstHeldWasGivenUp() throws InterruptedException {
    var permitted = new LinkedBlockingQueue<Boolean>();
    var inCall = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    onCall = servers -> {
      inCall.countDown();
      try {
        go.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      permitted.add(LastLook.permits());
    };
    startWith(paint("a"));
    assertThat(inCall.await(10, TimeUnit.SECONDS)).isTrue();
    assigned(second, paint("a"), paint("b"));
    onLeft = id -> go.countDown();
    first.setPollException(new GroupAuthorizationException("workers"));
    assertThat(List.of(next(recorded), next(recorded))).containsExactlyInAnyOrder("a", "b");
    assertThat(next(permitted)).as("whoever waited for its turn may not send any more").isFalse();
    assertThat(journal).containsExactly("first opened", "recorder opened", "recorder closed", "first closed",
        "second opened", "recorder opened");
    assertThat(counted("convoy.worker.renewals")).isEqualTo(1);
    assertThat(calls).as("what the call did was seen").containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void anythingElseThatAPollThrowsIsOutlivedToo() throws InterruptedException {
    startWith();
    assigned(second, paint("b"));
    first.schedulePollTask(() -> {
      throw new IllegalStateException("a defect of Kafka's client");
    });
    assertThat(next(recorded)).isEqualTo("b");
    assertThat(fatal).isEmpty();
  }

  @Test
  void whileNoClientCanBeMadeTheWorkerSaysSoAndTriesOn() throws InterruptedException {
    refusals = 2;
    startWith(paint("a"));
    assertThat(next(recorded)).isEqualTo("a");
    assertThat(worker.trouble()).isNull();
    assigned(second, paint("b"));
    var told = new LinkedBlockingQueue<String>();
    onLook = servers -> told.add(String.valueOf(worker.trouble()));
    first.setPollException(new GroupAuthorizationException("workers"));
    assertThat(next(recorded)).isEqualTo("b");
    assertThat(journal).containsSubsequence("first closed", "refused", "refused", "second opened");
    assertThat(next(told)).as("right after the first good poll").startsWith("[CVY-9015]").contains("construct kafka consumer");
    assertThat(counted("convoy.worker.renewals")).isEqualTo(3);
    var well = new CountDownLatch(1);
    polledUntilWell(well);
    assertThat(well.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void polledUntilWell(CountDownLatch well) {
    second.schedulePollTask(() -> {
      if (worker.trouble() == null) {
        well.countDown();
      } else {
        polledUntilWell(well);
      }
    });
  }

  @Test
  void aWorkerThatWaitsForItsNextClientEndsAtOnceWhenItIsTold() throws InterruptedException {
    refusals = Integer.MAX_VALUE;
    startWith(paint("a"));
    next(recorded);
    first.setPollException(new GroupAuthorizationException("workers"));
    while (!next(journal).equals("refused")) {
      assertThat(worker.running()).isTrue();
    }
    worker.close();
    assertThat(worker.running()).isFalse();
  }

  @Test
  void anErrorThatNobodyOutlivesIsToldAndNothingMoreIsBegun() throws InterruptedException {
    onLook = servers -> {
      throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
    };
    startWith(paint("a"));
    assertThat(next(fatal)).hasRootCauseInstanceOf(OutOfMemoryError.class);
    worker.close();
    assertThat(calls).isEmpty();
  }

  @Test
  void soIsOneOfThePollThread() throws InterruptedException {
    startWith();
    first.schedulePollTask(() -> {
      throw new NoClassDefFoundError("dev/convoy/Gone");
    });
    assertThat(next(fatal)).isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void pausesGrowAndAreBounded() {
    assertThat(List.of(1, 2, 3, 7, 8, 1000).stream().map(Defects::pause)).containsExactly(Duration.ofSeconds(5),
        Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
  }
}
