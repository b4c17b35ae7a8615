package dev.convoy.lab.events;

import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks again while whoever is asked is out. */
public final class Patience {
  private Patience() {}

  /** The first answer within a time; after it the last {@link LabFailure} is thrown. At zero it asks once. */
  public static <T> T until(Duration limit, Supplier<T> question) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return question.get();
      } catch (LabFailure e) {
        if (System.nanoTime() >= end || !pause()) {
          throw e;
        }
      }
    }
  }

  /** False when the thread was interrupted. */
  private static boolean pause() {
    return !Condition.holdsWithin(Duration.ofMillis(500), () -> false) && !Thread.currentThread().isInterrupted();
  }
}
