package dev.convoy.kit.worker;

import org.jspecify.annotations.Nullable;

/** Tells what a process cannot go on after: no memory, a defect of the virtual machine, a class that is not there or broken. */
final class FatalErrors {

  private static final int DEEPEST = 20;

  private FatalErrors() {}

  /** True if such an error is among the causes. An overflown stack is the fault of one call, and over with it. */
  static boolean in(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEEPEST; i++) {
      if (cause instanceof LinkageError || cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
