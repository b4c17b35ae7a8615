package dev.convoy.lab.process;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import sun.misc.Signal;

/**
 * Runs a main class in a process that ends with its parent: orderly when the parent has died, and deaf to Ctrl-C,
 * which a terminal sends to the whole group and which is for the parent to act on.
 */
public final class ParentBound {
  private ParentBound() {}

  /** {@code PARENT-PID MAIN-CLASS [ARGUMENT...]}. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(args[0]));
    if (parent.isEmpty()) {
      System.exit(1);
    }
    parent.orElseThrow().onExit().thenRun(ParentBound::end);
    Signal.handle(new Signal("INT"), signal -> {});
    try {
      Class.forName(args[1]).getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
    } catch (InvocationTargetException e) {
      Objects.requireNonNullElse(e.getCause(), e).printStackTrace();
      System.exit(1);
    }
  }

  /** Shutdown hooks have ten seconds; what they then have not done is not done. */
  private static void end() {
    Thread.ofPlatform().daemon().name("parent-died").start(() -> System.exit(1));
    Thread.ofPlatform().daemon().name("parent-died-halt").start(() -> {
      try {
        Thread.currentThread().join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(1);
    });
  }
}
