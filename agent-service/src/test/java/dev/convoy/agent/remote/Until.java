package dev.convoy.agent.remote;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for a condition of something that cannot call back, such as a process. */
public final class Until {

  private Until() {}

  /** Asks again and again, at most for 20 s. */
  public static <T> T holds(Callable<T> question, Predicate<T> condition) throws Exception {
    return holds(Duration.ofSeconds(20), Duration.ofMillis(20), question, condition);
  }

  /** Asks again after each pause, at most for so long. */
  public static <T> T holds(Duration patience, Duration pause, Callable<T> question, Predicate<T> condition) throws Exception {
    Deadline deadline = Deadline.in(patience);
    CountDownLatch never = new CountDownLatch(1);
    T answer = question.call();
    while (!condition.test(answer) && !deadline.passed()) {
      never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      answer = question.call();
    }
    if (!condition.test(answer)) {
      throw new AssertionError("never held; last: " + answer);
    }
    return answer;
  }
}
