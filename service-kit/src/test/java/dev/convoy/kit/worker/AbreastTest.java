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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AbreastTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

  record Paint(OperationHeader header) implements Operation {}

  record Painted(OutcomeHeader header) implements Outcome {}

  /** Passes when so many are there at the same time. */
  private static void meet(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the others were not there", e);
    }
  }

  private static Paint paint(int server) {
    return new Paint(new OperationHeader("web-" + server, "Paint", 1, 1, "lane", true, Instant.EPOCH, null));
  }

  private static UnreachableException unreachable() {
    return new UnreachableException("throttled", null, new IllegalStateException());
  }

  @Test
  void asManyAsAllowedAtATimeAndNoMore() throws InterruptedException {
    var barrier = new CyclicBarrier(5);
    var busy = new AtomicInteger();
    var most = new AtomicInteger();
    Abreast.each(5, TEN, item -> {
      most.accumulateAndGet(busy.incrementAndGet(), Math::max);
      meet(barrier);
      busy.decrementAndGet();
    });
    assertThat(most).hasValue(5);
  }

  @Test
  void whatOneThrowsIsThrownWhenTheOthersHaveEnded() {
    var ended = ConcurrentHashMap.<Integer>newKeySet();
    assertThatThrownBy(() -> Abreast.each(2, TEN, item -> {
      if (item == 0) {
        throw unreachable();
      }
      ended.add(item);
    })).isInstanceOf(UnreachableException.class);
    assertThat(ended).hasSize(9);
  }

  @Test
  void anErrorGoesBeforeAnException() {
    assertThatThrownBy(() -> Abreast.each(2, TEN, item -> {
      if (item == 9) {
        throw new AssertionError("crash");
      }
      throw unreachable();
    })).isInstanceOf(AssertionError.class).hasMessage("crash");
  }

  @Test
  void whoeverInterruptsTheCallerInterruptsAll() throws InterruptedException {
    var working = new CountDownLatch(2);
    var cutOff = new CountDownLatch(2);
    var never = new CountDownLatch(1);
    var caller = Thread.ofVirtual().start(() -> {
      try {
        Abreast.each(2, List.of(1, 2), item -> {
          working.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            cutOff.countDown();
            throw e;
          }
        });
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void oneThatCannotBeReadHoldsUpNoOther() throws InterruptedException {
    var wanted = List.of(paint(1), paint(2), paint(3));
    Map<?, ?> seen = Abreast.<Paint, Painted>look(wanted, CLOCK, operation -> {
      if (operation.header().serverId().equals("web-2")) {
        throw unreachable();
      }
      return new Observation.NotDone<>();
    });
    assertThat(seen.keySet()).isEqualTo(Set.of(wanted.get(0).id(), wanted.get(2).id()));
  }

  @Test
  void noneThatCanBeReadIsUnreachable() {
    assertThatThrownBy(() -> Abreast.<Paint, Painted>look(List.of(paint(1), paint(2)), CLOCK, operation -> {
      throw unreachable();
    })).isInstanceOf(UnreachableException.class);
  }

  @Test
  void aLaneStartsWhatMindsNoOtherAtTheSameTime() throws InterruptedException {
    var started = new LinkedBlockingQueue<String>();
    var barrier = new CyclicBarrier(3);
    var handler = new OneKind() {
      @Override
      public int abreast() {
        return 3;
      }

      @Override
      public Duration pollInterval() {
        return Duration.ofMillis(10);
      }

      @Override
      public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) {
        return operations.size() < 3 || !started.isEmpty() ? Map.of()
            : operations.stream().collect(Collectors.toMap(Paint::id, operation -> new Observation.NotDone<>()));
      }

      @Override
      public Map<OperationId, Acted<Painted>> act(List<Paint> operations)
          throws InterruptedException {
        meet(barrier);
        operations.forEach(operation -> started.add(operation.header().serverId()));
        return operations.stream().collect(Collectors.toMap(Paint::id, operation -> new Acted.Accepted<>()));
      }
    };
    var lane = lane(handler);
    IntStream.range(0, 3).forEach(server -> lane.put(paint(server), false));
    for (int i = 0; i < 3; i++) {
      assertThat(started.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
    end(lane);
  }

  /** One look at all of them would be stale before the first is acted on. */
  @Test
  void aLaneLooksAtSomeAndActsOnThemBeforeItLooksAtOthers() throws InterruptedException {
    var othersWanted = new CountDownLatch(1);
    var seen = new LinkedBlockingQueue<String>();
    var handler = new OneKind() {
      @Override
      public int lookSize() {
        return 2;
      }

      @Override
      public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) {
        seen.add("looked at " + operations.size());
        return operations.stream().collect(Collectors.toMap(Paint::id, operation -> new Observation.NotDone<>()));
      }

      @Override
      public Map<OperationId, Acted<Painted>> act(List<Paint> operations) throws InterruptedException {
        seen.add(operations.getFirst().header().serverId());
        othersWanted.await();
        return Map.of(operations.getFirst().id(), new Acted.Accepted<>());
      }
    };
    var lane = lane(handler);
    lane.put(paint(0), false);
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("looked at 1");
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("web-0");
    IntStream.range(1, 6).forEach(server -> lane.put(paint(server), false));
    othersWanted.countDown();
    var acted = ConcurrentHashMap.<String>newKeySet();
    int most = 0;
    while (acted.size() < 5) {
      var next = java.util.Objects.requireNonNull(seen.poll(10, TimeUnit.SECONDS));
      if (next.startsWith("web-")) {
        acted.add(next);
      } else {
        most = Math.max(most, Integer.parseInt(next.substring("looked at ".length())));
      }
    }
    assertThat(acted).containsExactlyInAnyOrder("web-1", "web-2", "web-3", "web-4", "web-5");
    assertThat(most).isLessThanOrEqualTo(2);
    end(lane);
  }

  private static Lane<Paint, Painted> lane(OperationHandler<Paint, Painted> handler) {
    return new Lane<>("lane", handler, outcomes -> {}, new Free(), Clock.systemUTC(),
        new WorkerMetrics(new SimpleMeterRegistry()), FaultPoints.NONE);
  }

  private static void end(Lane<Paint, Painted> lane) throws InterruptedException {
    lane.close();
    assertThat(lane.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  /** Looked at once a day. */
  private abstract static class OneKind implements OperationHandler<Paint, Painted> {
    @Override
    public Class<Paint> operation() {
      return Paint.class;
    }

    @Override
    public Duration absenceAfter() {
      return Duration.ZERO;
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofDays(1);
    }
  }

  private static final class Free implements RightToAct {
    @Override
    public boolean holds(Instant observedAt) {
      return true;
    }

    @Override
    public void lost() {
      throw new AssertionError("nothing was lost");
    }

    @Override
    public void abandoned() {
      throw new AssertionError("nothing was abandoned");
    }

    @Override
    public void fatal(Throwable thrown) {
      throw new AssertionError("nothing was fatal", thrown);
    }
  }
}
