package dev.convoy.kit.fault;

/** Told when an operation gets to a {@link FaultPoint}. Outside of the lab it is {@link #NONE}. */
@FunctionalInterface
public interface FaultPoints {

  /** Nothing happens anywhere. */
  FaultPoints NONE = (point, kind) -> { };

  /**
   * An operation is at this point.
   *
   * @param kind of the operation: {@code StartTest}
   * @throws AbandonedError if whoever got here is to go no further
   */
  void reached(FaultPoint point, String kind);
}
