package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on one partition. Used by the poll thread only, besides {@link #abandon}. Its recorder is opened when the
 * table is complete, before anything is done: that fences whoever had the partition before.
 */
final class Share<O extends Operation, R extends Outcome> {

  private static final Logger log = LoggerFactory.getLogger(Share.class);
  private static final Duration OPENED_AGAIN = Duration.ofSeconds(2);

  private final String name;
  private final long end;
  private final Supplier<? extends OutcomeRecorder<R>> opener;
  private final LaneMaker<O, R> maker;
  private final Clock clock;
  private final Map<String, O> table = new HashMap<>();
  private final Map<String, Lane<O, R>> lanes = new HashMap<>();
  /** Lanes whose last operation may be gone. */
  private final Set<String> emptied = new HashSet<>();
  private @Nullable OutcomeRecorder<R> recorder;
  private Instant openedAgain = Instant.MIN;
  private volatile @Nullable String trouble;

  /** Makes the lane of an operation. */
  interface LaneMaker<O extends Operation, R extends Outcome> {
    Lane<O, R> lane(String name, O operation, OutcomeRecorder<R> recorder, Share<O, R> share);

    void reached(FaultPoint point, O operation);

    /** An operation cannot be put up or taken down; nothing is done about it until its entry comes again. */
    void defect(O operation, RuntimeException e);
  }

  /** @param end offset behind the last entry at the time of the assignment */
  Share(String name, long end, Supplier<? extends OutcomeRecorder<R>> opener, LaneMaker<O, R> maker, Clock clock) {
    this.name = name;
    this.end = end;
    this.opener = opener;
    this.maker = maker;
    this.clock = clock;
  }

  /** Takes an entry of the table; null = it is gone. */
  void apply(String key, @Nullable O operation) {
    var recorder = this.recorder;
    if (operation == null) {
      var gone = table.remove(key);
      if (gone != null && recorder != null) {
        remove(gone, recorder);
      }
      return;
    }
    table.put(key, operation);
    if (recorder != null) {
      put(operation, recorder, false);
    }
  }

  /**
   * Begins to act when the table is complete.
   *
   * @throws UnreachableException if the recorder cannot be opened now
   */
  void activateAt(long position) {
    if (recorder == null && position >= end && !clock.instant().isBefore(openedAgain)) {
      var opened = open();
      recorder = opened;
      table.values().forEach(operation -> put(operation, opened, true));
    }
    forgetIdleLanes();
  }

  private OutcomeRecorder<R> open() {
    try {
      var opened = opener.get();
      trouble = null;
      return opened;
    } catch (UnreachableException e) {
      var wait = e.retryAfter();
      openedAgain = clock.instant().plus(wait == null ? OPENED_AGAIN : wait);
      trouble = name + ": " + e.getMessage();
      throw e;
    }
  }

  /** For any thread: why nothing is done about the partition now; null = nothing is wrong. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Each server has lanes of its own: those of servers that have moved on are not kept. */
  private void forgetIdleLanes() {
    emptied.removeIf(name -> {
      var lane = lanes.get(name);
      if (lane != null && lane.idle()) {
        lanes.remove(name);
      }
      return lane == null || lane.idle() || lane.stands();
    });
  }

  private String laneOf(O operation) {
    return operation.header().limitKey() + " " + operation.header().kind();
  }

  private void put(O operation, OutcomeRecorder<R> recorder, boolean takenOver) {
    maker.reached(FaultPoint.INTENT_COMMITTED, operation);
    try {
      lane(operation, recorder).put(operation, takenOver);
    } catch (RuntimeException e) {
      maker.defect(operation, e);
    }
  }

  private void remove(O operation, OutcomeRecorder<R> recorder) {
    try {
      lane(operation, recorder).remove(operation.id());
      emptied.add(laneOf(operation));
    } catch (RuntimeException e) {
      maker.defect(operation, e);
    }
  }

  private Lane<O, R> lane(O operation, OutcomeRecorder<R> recorder) {
    return lanes.computeIfAbsent(laneOf(operation), lane -> maker.lane(lane, operation, recorder, this));
  }

  /** Starts nothing more. */
  void close() {
    lanes.values().forEach(Lane::close);
  }

  /** Waits for the calls in flight; their outcomes are still recorded. */
  void awaitEnd(Instant end) {
    try {
      for (var lane : lanes.values()) {
        var left = Duration.between(clock.instant(), end);
        if (left.isNegative() || !lane.awaitEnd(left)) {
          log.warn("{}: a call is still in flight after the drain time", name);
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (recorder != null) {
        recorder.close();
      }
    } catch (RuntimeException e) {
      log.warn("{}: the recorder of outcomes did not close well: {}", name, e.toString());
    }
  }

  /** Ends as a crash would: calls in flight are cut off, what they would record is not. */
  void abandon() {
    if (recorder != null) {
      recorder.abandon();
    }
    lanes.values().forEach(Lane::abandon);
  }
}
