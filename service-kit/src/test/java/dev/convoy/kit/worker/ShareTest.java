package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.kit.fault.FaultPoints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShareTest {

  private static final long END = 10;
  private static final String KEY = "web-014|web-014:Paint:1:1";

  record Paint(OperationHeader header) implements Operation {}

  record Painted(OutcomeHeader header) implements Outcome {}

  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final List<String> made = new ArrayList<>();
  private final List<Lane<Paint, Painted>> lanes = new ArrayList<>();
  private final Share<Paint, Painted> share =
      new Share<>("operations-0", END, () -> outcomes -> {}, new Lanes(), Clock.systemUTC());

  /** A look takes as long as the test wants it to. */
  private final class Wall implements OperationHandler<Paint, Painted> {
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

    @Override
    public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) throws InterruptedException {
      assertThat(mayEnd.await(10, TimeUnit.SECONDS)).isTrue();
      return Map.of();
    }

    @Override
    public Map<OperationId, Acted<Painted>> act(List<Paint> operations) {
      return Map.of();
    }
  }

  private final class Owner implements RightToAct {
    @Override
    public boolean holds(Instant observedAt) {
      return true;
    }

    @Override
    public void lost() {}

    @Override
    public void abandoned() {}

    @Override
    public void fatal(Throwable thrown) {}
  }

  private final class Lanes implements Share.LaneMaker<Paint, Painted> {
    @Override
    public Lane<Paint, Painted> lane(String name, Paint operation, OutcomeRecorder<Painted> recorder, Share<Paint, Painted> owner) {
      made.add(name);
      var lane = new Lane<>(name, new Wall(), recorder, new Owner(), Clock.systemUTC(),
          new WorkerMetrics(new SimpleMeterRegistry()), FaultPoints.NONE);
      lanes.add(lane);
      return lane;
    }

    @Override
    public void reached(FaultPoint point, Paint operation) {}

    @Override
    public void defect(Paint operation, RuntimeException e) {
      throw e;
    }
  }

  private void wanted() {
    share.apply(KEY, new Paint(new OperationHeader("web-014", "Paint", 1, 1, "web-014", true, Instant.EPOCH, null)));
  }

  /** Thousands of servers pass through a service that lives for months. */
  @Test
  void theLaneOfAServerThatHasMovedOnIsNotKept() {
    share.activateAt(END);
    wanted();
    share.apply(KEY, null);
    mayEnd.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> lanes.getFirst().idle());
    share.activateAt(END + 2);
    wanted();
    assertThat(made).containsExactly("web-014 Paint", "web-014 Paint");
    share.close();
  }

  @Test
  void aLaneThatIsStillAtWorkIsWaitedFor() {
    share.activateAt(END);
    wanted();
    share.apply(KEY, null);
    share.activateAt(END + 2);
    wanted();
    assertThat(made).containsExactly("web-014 Paint");
    assertThat(lanes.getFirst().idle()).isFalse();
    share.close();
    mayEnd.countDown();
  }
}
