package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane does about a handler that throws what it may not. Whose fault it was among many is found by going on with
 * each of them alone; that one is tried again at ever longer pauses, and holds up no other.
 */
final class Defects<O extends Operation, H extends OperationHandler<O, ?>> {

  private static final Logger log = LoggerFactory.getLogger(Defects.class);
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int DOUBLED_AT_MOST = 6;

  private final String lane;
  private final H handler;
  private final Clock clock;
  private final WorkerMetrics metrics;

  Defects(String lane, H handler, Clock clock, WorkerMetrics metrics) {
    this.lane = lane;
    this.handler = handler;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** How long an operation is left alone after so many failures in a row. */
  static Duration pause(int failures) {
    var pause = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLED_AT_MOST));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /** Looking at these, or recording what was seen, has failed. */
  void ofLook(List<Standing<O>> due, Throwable thrown) {
    due.forEach(s -> s.looksFailed++);
    later(due, due.getFirst().looksFailed);
    told(due, thrown);
  }

  /** Starting these has failed, and nobody knows how far it came. */
  void ofAct(List<Standing<O>> batch, Throwable thrown) {
    batch.forEach(s -> s.actsFailed++);
    batch.forEach(s -> s.wantedSince = null);
    later(batch, batch.getFirst().actsFailed);
    told(batch, thrown);
  }

  /** Tells the handler, which may be at fault as well. */
  void left(OperationId id) {
    try {
      handler.left(id);
    } catch (RuntimeException e) {
      log.error("[CVY-9012] {}: {} could not be let go of", lane, id, e);
      metrics.failed(handler.operation());
    }
  }

  /** Most of many are not at fault, and need not wait. */
  private void later(List<Standing<O>> held, int failures) {
    var next = clock.instant().plus(held.size() == 1 ? pause(failures) : Duration.ZERO);
    held.forEach(s -> s.nextLook = next);
  }

  private void told(List<Standing<O>> held, Throwable thrown) {
    var first = held.getFirst();
    log.error("[CVY-9012] {}: handler failed for {}; next look at {}", lane, held.size() == 1 ? first.operation.id()
        : first.operation.id() + " and " + (held.size() - 1) + " others, gone on with one by one", first.nextLook, thrown);
    metrics.failed(handler.operation());
  }
}
