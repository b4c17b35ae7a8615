package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One operation that stands, with what this instance knows of it. Guarded by its lane. */
final class Standing<O extends Operation> {

  O operation;
  Instant nextLook;
  /** Since when a call may be under way that left no trace yet; null = no such call. */
  @Nullable Instant unknownSince;
  @Nullable Instant wantedSince;
  @Nullable Object fingerprint;
  boolean ended;
  /** True until it was looked at or tried for the first time, by anybody. */
  boolean untried;
  /** Looks that a defect has ended, in a row. */
  int looksFailed;
  /** Calls that a defect has ended, in a row. */
  int actsFailed;

  Standing(O operation, Instant now, boolean takenOver) {
    this.operation = operation;
    this.nextLook = now;
    this.unknownSince = takenOver ? now : null;
    this.untried = !takenOver;
  }

  boolean due(Instant now) {
    return !ended && !nextLook.isAfter(now);
  }
}
