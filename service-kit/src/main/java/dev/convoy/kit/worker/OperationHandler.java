package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one kind of operation is observed and started. Called by one thread per limit key and kind, so never twice at once
 * for the same operation.
 *
 * @param <O> the operation
 * @param <R> outcomes of the service
 */
public interface OperationHandler<O extends Operation, R extends Outcome> {

  Class<O> operation();

  /** False for a kind that only looks; {@link #act} is then never told anything that matters. */
  default boolean changes() {
    return true;
  }

  /** Most operations in one call of {@link #act}; 1 for work on hosts. */
  default int batchSize() {
    return 1;
  }

  /**
   * Most operations in one call of {@link #observe}. Bounded for kinds that take reads of their own for each operation:
   * what is seen of the first must still be fresh when the last has been looked at.
   */
  default int lookSize() {
    return Integer.MAX_VALUE;
  }

  /** How many calls of {@link #act} are made at a time for one limit key. More than one is for kinds whose calls mind no other. */
  default int abreast() {
    return 1;
  }

  /** How long a call waits for company. */
  default Duration batchWait() {
    return Duration.ZERO;
  }

  /**
   * True if the place where it happens lets an operation happen once, however often it is asked: then an observation may
   * be of any age, and what nobody has tried yet is started without one. Else an observation that had to wait for its turn
   * is too old to act on, however often it is repeated.
   */
  default boolean happensOnce() {
    return false;
  }

  /** How long after an unknown outcome or a take-over "not done" is not believed. */
  Duration absenceAfter();

  /** How long between two looks at what runs. */
  Duration pollInterval();

  /**
   * Looks at the evidence of the given operations, which share a limit key. Operations missing from the answer are
   * looked at again later.
   *
   * @throws UnreachableException if the world outside cannot be asked now
   */
  Map<OperationId, Observation<R>> observe(List<O> operations) throws InterruptedException;

  /**
   * Starts operations that are not done. At most {@link #batchSize} of them.
   *
   * @throws UnreachableException if nothing was sent
   */
  Map<OperationId, Acted<R>> act(List<O> operations) throws InterruptedException;

  /** Takes how far a call is that takes long. */
  @FunctionalInterface
  interface Progress<R extends Outcome> {

    /**
     * Records an outcome that ends nothing. What cannot be recorded now is left to the next.
     *
     * @throws FencedException if the operation belongs to another now: the call has to end
     */
    void tell(R outcome) throws InterruptedException;
  }

  /** The same, for kinds whose calls take long enough to be asked how far they are. */
  default Map<OperationId, Acted<R>> act(List<O> operations, Progress<R> progress) throws InterruptedException {
    return act(operations);
  }

  /**
   * This instance does not see to the operation any more: it stands no longer, or belongs to another. Whoever waits to act on
   * it waits no more; what is held for it is let go. May come while one of the other methods is at work on it, and again after.
   */
  default void left(OperationId id) {}
}
