package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.AbandonedError;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.kit.fault.FaultPoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
final class Lane<O extends Operation, R extends Outcome> {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final String name;
  private final OperationHandler<O, R> handler;
  private final OutcomeRecorder<R> recorder;
  private final RightToAct right;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final FaultPoints faults;
  private final Map<OperationId, Standing<O>> standing = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;
  private @Nullable Thread thread;

  Lane(String name, OperationHandler<O, R> handler, OutcomeRecorder<R> recorder, RightToAct right, Clock clock,
      WorkerMetrics metrics, FaultPoints faults) {
    this.name = name;
    this.handler = handler;
    this.recorder = recorder;
    this.right = right;
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
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
    handler.left(id);
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
    left.forEach(handler::left);
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
    left.forEach(handler::left);
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
        round(due);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AbandonedError e) {
      right.abandoned();
    } finally {
      ended();
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
        var due = standing.values().stream().filter(s -> s.due(now)).sorted(Comparator.comparing(s -> s.nextLook))
            .limit(handler.lookSize()).toList();
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

  private void round(List<Standing<O>> due) throws InterruptedException {
    var readAt = clock.instant();
    try {
      var seen = look(due);
      if (!handler.changes()) {
        reached(FaultPoint.SENT);
      }
      var missing = settle(due, seen, readAt);
      if (!missing.isEmpty()) {
        start(missing, readAt);
      }
    } catch (UnreachableException e) {
      unreachable(due, e);
    } catch (FencedException e) {
      log.warn("{}: {}", name, e.getMessage());
      right.lost();
      later(due, AFTER_ERROR);
    } catch (RuntimeException e) {
      log.error("[CVY-9012] {}: handler failed; looked at again in {}", name, AFTER_ERROR, e);
      metrics.failed(handler.operation());
      later(due, AFTER_ERROR);
    } finally {
      due.stream().filter(s -> !stands(s)).forEach(s -> handler.left(s.operation.id()));
    }
  }

  /** What happens only once looks itself, where it happens: what nobody has tried yet need not be looked at before. */
  private Map<OperationId, Observation<R>> look(List<Standing<O>> due) throws InterruptedException {
    boolean fresh = handler.happensOnce() && due.stream().allMatch(s -> s.untried && s.operation.header().act());
    due.forEach(s -> s.untried = false);
    if (!fresh) {
      return handler.observe(due.stream().map(s -> s.operation).toList());
    }
    var notDone = new HashMap<OperationId, Observation<R>>();
    due.forEach(s -> notDone.put(s.operation.id(), new Observation.NotDone<>()));
    return notDone;
  }

  /** Records what has ended or moved on; returns what is not done and may be started. */
  private List<Standing<O>> settle(
      List<Standing<O>> due, Map<OperationId, Observation<R>> seen, Instant readAt) throws InterruptedException {
    var outcomes = new LinkedHashMap<Standing<O>, R>();
    var endings = new ArrayList<Standing<O>>();
    var missing = new ArrayList<Standing<O>>();
    for (var s : due) {
      s.nextLook = readAt.plus(handler.pollInterval());
      switch (seen.get(s.operation.id())) {
        case null -> { }
        case Observation.Ended<R> e -> {
          outcomes.put(s, e.outcome());
          endings.add(s);
        }
        case Observation.Running<R> running -> {
          s.unknownSince = s.unknownSince == null ? null : readAt;
          if (running.progress() != null && (running.fingerprint() == null
              || !running.fingerprint().equals(s.fingerprint))) {
            s.fingerprint = running.fingerprint();
            outcomes.put(s, running.progress());
          }
        }
        case Observation.NotDone<R> n -> {
          if (startable(s, readAt)) {
            missing.add(s);
          }
        }
      }
    }
    record(outcomes.values(), endings);
    return missing;
  }

  private boolean startable(Standing<O> s, Instant readAt) {
    if (!s.operation.header().act()) {
      return false;
    }
    var unknownSince = s.unknownSince;
    if (unknownSince != null && readAt.isBefore(unknownSince.plus(handler.absenceAfter()))) {
      var proofAt = unknownSince.plus(handler.absenceAfter());
      s.nextLook = proofAt.isBefore(s.nextLook) ? proofAt : s.nextLook;
      return false;
    }
    s.wantedSince = s.wantedSince == null ? readAt : s.wantedSince;
    return true;
  }

  private void start(List<Standing<O>> missing, Instant readAt) throws InterruptedException {
    var startAt = firstWanted().orElse(readAt).plus(handler.batchWait());
    if (missing.size() < handler.batchSize() && readAt.isBefore(startAt)) {
      missing.forEach(s -> s.nextLook = startAt);
      return;
    }
    var batches = new ArrayList<List<Standing<O>>>();
    for (int i = 0; i < missing.size(); i += handler.batchSize()) {
      batches.add(missing.subList(i, Math.min(missing.size(), i + handler.batchSize())));
    }
    Abreast.each(handler.abreast(), batches, batch -> startBatch(batch, readAt));
  }

  private void unreachable(List<Standing<O>> due, UnreachableException e) {
    var wait = pause(e.retryAfter());
    later(due, wait);
    if (due.stream().noneMatch(this::stands)) {
      return;
    }
    log.warn("{}: {}; next look in {}", name, e.getMessage(), wait);
    metrics.unreachable(handler.operation());
  }

  private Duration pause(@Nullable Duration said) {
    return said == null ? handler.pollInterval() : said;
  }

  /** Since when the longest waiting operation of the lane waits for company; all that wait leave together. */
  private Optional<Instant> firstWanted() {
    lock.lock();
    try {
      return standing.values().stream().map(s -> s.wantedSince).filter(Objects::nonNull).min(Instant::compareTo);
    } finally {
      lock.unlock();
    }
  }

  private void startBatch(List<Standing<O>> wanted, Instant readAt) throws InterruptedException {
    reached(FaultPoint.OBSERVED);
    var batch = wanted.stream().filter(this::stillStands).toList();
    if (batch.isEmpty() || !mayAct(readAt)) {
      batch.forEach(s -> s.nextLook = clock.instant());
      return;
    }
    var acted = act(batch, readAt);
    if (acted.values().stream().anyMatch(each -> !(each instanceof Acted.NotAccepted<R>))) {
      reached(FaultPoint.SENT);
    }
    var outcomes = new ArrayList<R>();
    var endings = new ArrayList<Standing<O>>();
    for (var s : batch) {
      s.wantedSince = null;
      s.nextLook = clock.instant().plus(handler.pollInterval());
      switch (acted.get(s.operation.id())) {
        case null -> { }
        case Acted.Ended<R> e -> {
          outcomes.add(e.outcome());
          endings.add(s);
        }
        case Acted.Accepted<R> a -> { }
        case Acted.NotAccepted<R> n -> {
          s.unknownSince = null;
          s.nextLook = clock.instant().plus(pause(n.retryAfter()));
        }
        case Acted.Unknown<R> u -> metrics.unknown(handler.operation());
      }
    }
    record(outcomes, endings);
  }

  private boolean mayAct(Instant readAt) {
    return right.holds(handler.happensOnce() ? clock.instant() : readAt);
  }

  /** What holds up one batch holds up no other: one of which nothing could be sent was not accepted. */
  private Map<OperationId, Acted<R>> act(List<Standing<O>> batch, Instant readAt) throws InterruptedException {
    batch.forEach(s -> s.unknownSince = clock.instant());
    metrics.acted(handler.operation(), batch.size());
    try {
      return LastLook.under(() -> mayAct(readAt) && batch.stream().allMatch(this::stillStands),
          () -> handler.act(batch.stream().map(s -> s.operation).toList()));
    } catch (UnreachableException e) {
      if (batch.stream().anyMatch(this::stands)) {
        log.warn("{}: {}; not started", name, e.getMessage());
        metrics.unreachable(handler.operation());
      }
      var notAccepted = new HashMap<OperationId, Acted<R>>();
      batch.forEach(s -> notAccepted.put(s.operation.id(), new Acted.NotAccepted<>(e.retryAfter())));
      return notAccepted;
    }
  }

  private void record(Iterable<R> outcomes, List<Standing<O>> endings) throws InterruptedException {
    var list = new ArrayList<R>();
    outcomes.forEach(list::add);
    if (!list.isEmpty()) {
      recorder.record(list);
      metrics.recorded(handler.operation(), list.size());
      endings.forEach(s -> s.ended = true);
    }
  }

  private void reached(FaultPoint point) {
    faults.reached(point, handler.operation().getSimpleName());
  }

  private boolean stillStands(Standing<O> s) {
    return stands(s) && s.operation.header().act();
  }

  private boolean stands(Standing<O> s) {
    lock.lock();
    try {
      return !closed && standing.get(s.operation.id()) == s;
    } finally {
      lock.unlock();
    }
  }

  private void later(List<Standing<O>> due, Duration wait) {
    var next = clock.instant().plus(wait);
    due.forEach(s -> s.nextLook = next);
  }
}
