package dev.convoy.inventory.server;

import dev.convoy.events.common.Serving;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who serves the users of a server in its round. Each of these happens once in a round and in this order, so the last
 * one known tells, in whatever order they became known.
 *
 * @param since before any of them: when the server was registered or its round began
 * @param source whether the source was shut down and what became of it; null = it was not
 */
public record Users(
    Instant since,
    @Nullable Instant quiescedAt,
    @Nullable Instant doneAt,
    @Nullable Instant rollbackStartedAt,
    @Nullable Instant resumedAt,
    @Nullable Instant rolledBackAt,
    @Nullable PoweredSource source) {

  static Users ofSource(Instant since) {
    return new Users(since, null, null, null, null, null, null);
  }

  Serving serving() {
    if (rolledBackAt != null || resumedAt != null) {
      return Serving.SOURCE;
    }
    if (rollbackStartedAt != null && quiescedAt != null) {
      return Serving.NOBODY;
    }
    if (doneAt != null) {
      return source != null && source.awake() ? Serving.BOTH : Serving.TARGET;
    }
    return quiescedAt != null ? Serving.NOBODY : Serving.SOURCE;
  }

  Instant servingSince() {
    if (resumedAt != null) {
      return resumedAt;
    }
    if (rolledBackAt != null) {
      return quiescedAt == null ? since : rolledBackAt;
    }
    if (rollbackStartedAt != null && quiescedAt != null) {
      return doneAt == null ? quiescedAt : rollbackStartedAt;
    }
    return doneAt != null ? targetSince(doneAt) : quiescedAt != null ? quiescedAt : since;
  }

  private Instant targetSince(Instant done) {
    var turned = source == null ? null : source.turnedAt();
    return turned != null && turned.isAfter(done) ? turned : done;
  }

  /** Start of the outage: the quiesce, or the rollback of a target that served already; null when there was none. */
  @Nullable Instant outageSince() {
    return doneAt != null && rollbackStartedAt != null ? rollbackStartedAt : quiescedAt;
  }

  /** End of the outage; null while it lasts or when there was none. */
  @Nullable Instant outageEndedAt() {
    if (outageSince() == null) {
      return null;
    }
    return rolledBackAt != null ? rolledBackAt : rollbackStartedAt != null ? null : doneAt;
  }

  boolean isInOutage() {
    return outageSince() != null && outageEndedAt() == null;
  }

  Users quiesced(Instant at) {
    return quiescedAt != null ? this : new Users(since, at, doneAt, rollbackStartedAt, resumedAt, rolledBackAt, source);
  }

  Users done(Instant at) {
    return doneAt != null ? this : new Users(since, quiescedAt, at, rollbackStartedAt, resumedAt, rolledBackAt, source);
  }

  Users rollbackStarted(Instant at) {
    return rollbackStartedAt != null ? this : new Users(since, quiescedAt, doneAt, at, resumedAt, rolledBackAt, source);
  }

  Users resumed(Instant at) {
    return resumedAt != null ? this : new Users(since, quiescedAt, doneAt, rollbackStartedAt, at, rolledBackAt, source);
  }

  Users rolledBack(Instant at) {
    return rolledBackAt != null ? this : new Users(since, quiescedAt, doneAt, rollbackStartedAt, resumedAt, at, source);
  }

  /** True when its source was to be shut down and was not. */
  boolean isShutdownOwed() {
    return source != null && source.retriable();
  }

  Users retried() {
    return source == null || !source.retriable() ? this
        : new Users(since, quiescedAt, doneAt, rollbackStartedAt, resumedAt, rolledBackAt, source.retried());
  }

  /** What was said of a source that was, or was to be, shut down. What is older than what is known says nothing new. */
  Users powered(PoweredSource next) {
    return source != null && !next.at().isAfter(source.at()) ? this
        : new Users(since, quiescedAt, doneAt, rollbackStartedAt, resumedAt, rolledBackAt, next);
  }
}
