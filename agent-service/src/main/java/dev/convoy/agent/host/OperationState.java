package dev.convoy.agent.host;

import java.time.Instant;

/** How an operation stands on its host. */
public sealed interface OperationState {

  /** It was never started there: starting it is safe. */
  record Absent() implements OperationState {}

  /** It was not started, as another one runs. */
  record Busy(String otherOperation) implements OperationState {}

  /** It was not started, and is not to be: a later attempt, or what undoes it, was started there before. */
  record Overtaken(String byOperation) implements OperationState {}

  /** It runs, whoever started it. */
  record Running(Instant started) implements OperationState {}

  /**
   * It has ended; {@code output} is the end of what it wrote, at most 16 KiB, without the secrets that were given to
   * this call.
   */
  record Ended(int exit, String output) implements OperationState {

    /** True when the program said that it succeeded. */
    public boolean succeeded() {
      return exit == 0;
    }
  }

  /** Its process is gone without an exit code: how far it came is not known. */
  record Lost(String output) implements OperationState {}
}
