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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane does with the operations that are due: observe, record what has ended, start what is not done. */
final class Round<O extends Operation, R extends Outcome> {

  private static final Logger log = LoggerFactory.getLogger(Round.class);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

  private final String name;
  private final OperationHandler<O, R> handler;
  private final OutcomeRecorder<R> recorder;
  private final RightToAct right;
  private final Clock clock;
  private final WorkerMetrics metrics;
  private final FaultPoints faults;
  private final Defects<O, OperationHandler<O, R>> defects;
  private final Table<O> table;

  /** What stands, which changes meanwhile. */
  interface Table<O extends Operation> {
    boolean stands(Standing<O> s);

    /** Since when the longest waiting operation waits for company; all that wait leave together. */
    Optional<Instant> firstWanted();
  }

  Round(String name, OperationHandler<O, R> handler, OutcomeRecorder<R> recorder, RightToAct right, Clock clock,
      WorkerMetrics metrics, FaultPoints faults, Defects<O, OperationHandler<O, R>> defects, Table<O> table) {
    this.name = name;
    this.handler = handler;
    this.recorder = recorder;
    this.right = right;
    this.clock = clock;
    this.metrics = metrics;
    this.faults = faults;
    this.defects = defects;
    this.table = table;
  }

  /** Looks at these, records what has ended, starts what is not done. */
  void of(List<Standing<O>> due) throws InterruptedException {
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
      due.forEach(s -> s.looksFailed = 0);
    } catch (UnreachableException e) {
      unreachable(due, e);
    } catch (FencedException e) {
      log.warn("{}: {}", name, e.getMessage());
      right.lost();
      later(due, AFTER_REFUSAL);
    } catch (RuntimeException | Error e) {
      rethrown(e);
      defects.ofLook(due, e);
    } finally {
      due.stream().filter(s -> !table.stands(s)).forEach(s -> defects.left(s.operation.id()));
    }
  }

  /** What is no defect of a handler goes on its way. */
  private static void rethrown(Throwable thrown) {
    if (thrown instanceof Error error && (thrown instanceof AbandonedError || FatalErrors.in(thrown))) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception && FatalErrors.in(thrown)) {
      throw exception;
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

  /** Records what has ended or moved on, again at the next look if it cannot be now; returns what is not done and may be started. */
  private List<Standing<O>> settle(
      List<Standing<O>> due, Map<OperationId, Observation<R>> seen, Instant readAt) throws InterruptedException {
    var outcomes = new LinkedHashMap<Standing<O>, R>();
    var endings = new ArrayList<Standing<O>>();
    var news = new HashMap<Standing<O>, Observation.Running<R>>();
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
            news.put(s, running);
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
    news.forEach((s, running) -> s.fingerprint = running.fingerprint());
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
    var batches = new ArrayList<List<Standing<O>>>();
    missing.stream().filter(s -> s.actsFailed > 0).forEach(s -> batches.add(List.of(s)));
    var company = missing.stream().filter(s -> s.actsFailed == 0).toList();
    var startAt = table.firstWanted().orElse(readAt).plus(handler.batchWait());
    if (company.size() < handler.batchSize() && readAt.isBefore(startAt)) {
      company.forEach(s -> s.nextLook = startAt);
    } else {
      for (int i = 0; i < company.size(); i += handler.batchSize()) {
        batches.add(company.subList(i, Math.min(company.size(), i + handler.batchSize())));
      }
    }
    if (!batches.isEmpty()) {
      Abreast.each(handler.abreast(), batches, batch -> startBatch(batch, readAt));
    }
  }

  private void unreachable(List<Standing<O>> due, UnreachableException e) {
    var wait = pause(e.retryAfter());
    later(due, wait);
    if (due.stream().noneMatch(table::stands)) {
      return;
    }
    log.warn("{}: {}; next look in {}", name, e.getMessage(), wait);
    metrics.unreachable(handler.operation());
  }

  private Duration pause(@Nullable Duration said) {
    return said == null ? handler.pollInterval() : said;
  }

  private void startBatch(List<Standing<O>> wanted, Instant readAt) throws InterruptedException {
    reached(FaultPoint.OBSERVED);
    var batch = wanted.stream().filter(this::stillStands).toList();
    if (batch.isEmpty() || !mayAct(readAt)) {
      batch.forEach(s -> s.nextLook = clock.instant());
      return;
    }
    try {
      taken(batch, act(batch, readAt));
    } catch (FencedException | UnreachableException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      rethrown(e);
      defects.ofAct(batch, e);
    }
  }

  /** What became of a call. */
  private void taken(List<Standing<O>> batch, Map<OperationId, Acted<R>> acted) throws InterruptedException {
    if (acted.values().stream().anyMatch(each -> !(each instanceof Acted.NotAccepted<R>))) {
      reached(FaultPoint.SENT);
    }
    var outcomes = new ArrayList<R>();
    var endings = new ArrayList<Standing<O>>();
    for (var s : batch) {
      s.wantedSince = null;
      s.nextLook = clock.instant().plus(handler.pollInterval());
      s.actsFailed = acted.get(s.operation.id()) instanceof Acted.NotAccepted<R> ? s.actsFailed : 0;
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

  /**
   * What holds up one batch holds up no other: one of which nothing could be sent was not accepted. The call may have been
   * accepted as late as at its end: a call waits for its turn, and for an answer.
   */
  private Map<OperationId, Acted<R>> act(List<Standing<O>> batch, Instant readAt) throws InterruptedException {
    inDoubt(batch);
    metrics.acted(handler.operation(), batch.size());
    try {
      return LastLook.under(() -> mayAct(readAt) && batch.stream().allMatch(this::stillStands),
          batch.stream().map(s -> s.operation.header().serverId()).distinct().toList(),
          () -> handler.act(batch.stream().map(s -> s.operation).toList(), this::tell));
    } catch (UnreachableException e) {
      if (batch.stream().anyMatch(table::stands)) {
        log.warn("{}: {}; not started", name, e.getMessage());
        metrics.unreachable(handler.operation());
      }
      var notAccepted = new HashMap<OperationId, Acted<R>>();
      batch.forEach(s -> notAccepted.put(s.operation.id(), new Acted.NotAccepted<>(e.retryAfter())));
      return notAccepted;
    } finally {
      inDoubt(batch);
    }
  }

  private void inDoubt(List<Standing<O>> batch) {
    var now = clock.instant();
    batch.forEach(s -> s.unknownSince = now);
  }

  private void tell(R progress) throws InterruptedException {
    try {
      recorder.record(List.of(progress));
      metrics.recorded(handler.operation(), 1);
    } catch (UnreachableException e) {
      log.debug("{}: {}; told with the next", name, e.getMessage());
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
    return table.stands(s) && s.operation.header().act();
  }

  private void later(List<Standing<O>> due, Duration wait) {
    var next = clock.instant().plus(wait);
    due.forEach(s -> s.nextLook = next);
  }
}
