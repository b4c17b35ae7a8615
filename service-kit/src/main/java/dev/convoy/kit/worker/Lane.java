package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.AbandonedError;
import dev.convoy.kit.fault.FaultPoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All operations of one kind under one limit key, carried out by one virtual thread that lives as long as any stands.
 * The loop is always the same: observe what is due; record what has ended; start what is not done.
 */
final class Lane<O extends Operation, R extends Outcome> implements Round.Table<O> {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final String name;
  private final OperationHandler<O, R> handler;
  private final RightToAct right;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final Round<O, R> round;
  private final Defects<O, OperationHandler<O, R>> defects;
  private final Map<OperationId, Standing<O>> standing = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;
  private @Nullable Thread thread;

  Lane(String name, OperationHandler<O, R> handler, OutcomeRecorder<R> recorder, RightToAct right, Clock clock,
      WorkerMetrics metrics, FaultPoints faults) {
    this.name = name;
    this.handler = handler;
    this.right = right;
    this.clock = clock;
    this.metrics = metrics;
    this.defects = new Defects<>(name, handler, clock, metrics);
    this.round = new Round<>(name, handler, recorder, right, clock, metrics, faults, defects, this);
  }

  /** Puts an operation up, or replaces what it says. */
  void put(O operation, boolean takenOver) {
    lock.lock();
    try {
      var known = standing.get(operation.id());
      if (known == null) {
        standing.put(operation.id(), new Standing<>(operation, clock.instant(), takenOver));
      } else {
        known.operation = operation;
        known.nextLook = clock.instant();
      }
      if (thread == null && !closed) {
        thread = Thread.ofVirtual().name(name).start(this::run);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void remove(OperationId id) {
    lock.lock();
    try {
      standing.remove(id);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    defects.left(id);
  }

  /** True if nothing stands and nothing is in flight. */
  boolean idle() {
    lock.lock();
    try {
      return thread == null && standing.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** True if something stands. */
  boolean stands() {
    lock.lock();
    try {
      return !standing.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Starts nothing more. A call in flight goes on, one that waits for its turn does not; {@link #awaitEnd} waits for it. */
  void close() {
    List<OperationId> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(standing.keySet());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(defects::left);
  }

  /** Ends as a crash would: a call in flight is cut off. */
  void abandon() {
    List<OperationId> left;
    lock.lock();
    try {
      closed = true;
      if (thread != null) {
        thread.interrupt();
      }
      left = List.copyOf(standing.keySet());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(defects::left);
  }

  /** @return false if a call was still in flight when the time was over */
  boolean awaitEnd(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (thread != null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return thread == null;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var due = awaitDue(); !due.isEmpty(); due = awaitDue()) {
        round.of(due);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AbandonedError e) {
      right.abandoned();
    } catch (RuntimeException | Error e) {
      broken(e);
    } finally {
      ended();
    }
  }

  /** Nothing of this is the fault of one operation. */
  private void broken(Throwable thrown) {
    if (FatalErrors.in(thrown)) {
      close();
      right.fatal(thrown);
      return;
    }
    log.error("[CVY-9012] {}: goes on in {}", name, AFTER_ERROR, thrown);
    metrics.failed(handler.operation());
    try {
      awaitClosed(AFTER_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitClosed(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      thread = null;
      if (!closed && !standing.isEmpty()) {
        thread = Thread.ofVirtual().name(name).start(this::run);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is due. Empty when the lane is closed or nothing stands any more. */
  private List<Standing<O>> awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !standing.isEmpty()) {
        var now = clock.instant();
        var due = together(standing.values().stream().filter(s -> s.due(now))
            .sorted(Comparator.comparing(s -> s.nextLook)).toList());
        if (!due.isEmpty()) {
          return due;
        }
        var next = standing.values().stream().filter(s -> !s.ended).map(s -> s.nextLook).min(Instant::compareTo);
        if (next.isPresent()) {
          changed.awaitNanos(Math.max(1, Duration.between(now, next.get()).toNanos()));
        } else {
          changed.await();
        }
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever may be at fault for what a look ended with is looked at alone. */
  private List<Standing<O>> together(List<Standing<O>> due) {
    return !due.isEmpty() && due.getFirst().looksFailed > 0 ? List.of(due.getFirst())
        : due.stream().filter(s -> s.looksFailed == 0).limit(handler.lookSize()).toList();
  }

  /** Since when the longest waiting operation of the lane waits for company; all that wait leave together. */
  @Override
  public Optional<Instant> firstWanted() {
    lock.lock();
    try {
      return standing.values().stream().map(s -> s.wantedSince).filter(Objects::nonNull).min(Instant::compareTo);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean stands(Standing<O> s) {
    lock.lock();
    try {
      return !closed && standing.get(s.operation.id()) == s;
    } finally {
      lock.unlock();
    }
  }
}
