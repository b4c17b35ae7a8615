package dev.convoy.kit.fault;

/** A moment in the life of an operation at which a crash leaves something else behind than at the moments beside it. */
public enum FaultPoint {
  /** The decider has put the entry up; its transaction is not committed. */
  INTENT_BEFORE_COMMIT,
  /** The entry is committed and seen by a worker that has done nothing for it. */
  INTENT_COMMITTED,
  /** It was seen not to be done; the call is about to be made. The place of a zombie. */
  OBSERVED,
  /** The call was made and its answer is lost. For a kind that only looks: the look. */
  SENT,
  /** The outcome is written; its transaction is not committed. */
  OUTCOME_BEFORE_COMMIT,
  /** The outcome is committed; the worker does not know that yet. */
  OUTCOME_COMMITTED
}
