package dev.convoy.kit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Carries out what a rule says. */
@FunctionalInterface
public interface Crash {

  /** The real thing. */
  Crash REAL = (rule, where) -> {
    switch (rule.action()) {
      case HALT -> Runtime.getRuntime().halt(137);
      case ABANDON -> throw new AbandonedError(where);
      case STOP -> stop(rule);
    }
  };

  /** @param where for a person */
  void happen(FaultRule rule, String where);

  /** Returns when this process has been stopped and goes on. */
  private static void stop(FaultRule rule) {
    var me = ProcessHandle.current().pid();
    try {
      new ProcessBuilder("sh", "-c",
          "kill -STOP " + me + "; sleep " + rule.stop().toSeconds() + "; kill -CONT " + me).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9024] fault points: the process cannot be stopped; is there a sh?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
