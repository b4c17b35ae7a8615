package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.time.MovedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of servers share a hundred sessions: every look and every call waits minutes for its turn. */
class LaneTurnTest {

  private static final Duration FRESHNESS = Duration.ofSeconds(30);
  private static final Duration TURN = Duration.ofMinutes(5);

  record Paint(OperationHeader header) implements Operation {}

  record Painted(OutcomeHeader header) implements Outcome {}

  /** Moved by whoever waits. */
  private final MovedClock clock = new MovedClock(Instant.EPOCH);
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private volatile boolean owned = true;

  private final class Host implements OperationHandler<Paint, Painted> {
    private final boolean happensOnce;
    private final Runnable whileWaiting;

    private Host(boolean happensOnce, Runnable whileWaiting) {
      this.happensOnce = happensOnce;
      this.whileWaiting = whileWaiting;
    }

    @Override
    public Class<Paint> operation() {
      return Paint.class;
    }

    @Override
    public boolean happensOnce() {
      return happensOnce;
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
    public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) {
      clock.move(TURN);
      done.add("looked");
      return Map.of(operations.getFirst().id(), new Observation.NotDone<>());
    }

    @Override
    public void left(OperationId id) {
      done.add("left " + id);
    }

    @Override
    public Map<OperationId, Acted<Painted>> act(List<Paint> operations) {
      clock.move(TURN);
      whileWaiting.run();
      done.add(LastLook.permits() ? "started" : "refused");
      return Map.of(operations.getFirst().id(), new Acted.Accepted<>());
    }
  }

  private final class Owner implements RightToAct {
    @Override
    public boolean holds(Instant observedAt) {
      return owned && Duration.between(observedAt, clock.instant()).compareTo(FRESHNESS) < 0;
    }

    @Override
    public void lost() {
      done.add("lost");
    }

    @Override
    public void abandoned() {
      done.add("abandoned");
    }

    @Override
    public void fatal(Throwable thrown) {
      done.add("fatal");
    }
  }

  private Lane<Paint, Painted> lane = lane(new Host(true, () -> {}));

  private Lane<Paint, Painted> lane(Host host) {
    return new Lane<>("lane", host, outcomes -> {}, new Owner(), clock, new WorkerMetrics(new SimpleMeterRegistry()),
        FaultPoints.NONE);
  }

  private static final Paint WANTED =
      new Paint(new OperationHeader("web-014", "Paint", 1, 1, "lane", true, Instant.EPOCH, null));

  /** Another instance may have tried it. */
  private void takenOver() {
    lane.put(WANTED, true);
  }

  private void wanted() {
    lane.put(WANTED, false);
  }

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void whatHappensOnlyOnceIsStartedHoweverLongItWaitedForItsTurn() throws InterruptedException {
    takenOver();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
  }

  @Test
  void whatIsNotOursAnyMoreWhenItsTurnComesIsNot() throws InterruptedException {
    lane = lane(new Host(true, () -> owned = false));
    takenOver();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("refused");
  }

  @Test
  void whatCouldHappenTwiceIsLookedAtAgain() throws InterruptedException {
    lane = lane(new Host(false, () -> {}));
    wanted();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
  }

  @Test
  void whatHappensOnlyOnceAndNobodyHasTriedIsStartedWithoutALook() throws InterruptedException {
    wanted();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
  }

  @Test
  void whatIsHeldIsLookedAt() throws InterruptedException {
    lane.put(new Paint(new OperationHeader("web-014", "Paint", 1, 1, "lane", false, Instant.EPOCH, null)), false);
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
  }

  @Test
  void whoeverWaitsForAnOperationIsToldThatItIsNotWantedHereAnyMore() throws InterruptedException {
    takenOver();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("looked");
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
    lane.remove(WANTED.id());
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("left " + WANTED.id());
  }

  @Test
  void whoeverWaitsIsToldWhenTheLaneIsClosed() throws InterruptedException {
    wanted();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
    lane.close();
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("left " + WANTED.id());
  }
}
