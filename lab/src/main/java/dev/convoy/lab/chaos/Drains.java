package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How services ended that were told to. */
final class Drains {
  private final Duration limit;
  private final List<Duration> times = new ArrayList<>();
  private int late;

  /** @param limit from the signal to the end */
  Drains(Duration limit) {
    this.limit = limit;
  }

  /** Counts one. @return a line for a person */
  synchronized String add(String whom, Victim.Drain drain) {
    if (drain.killed(limit)) {
      return whom + " was killed while it drained";
    }
    times.add(drain.time());
    boolean inOrder = drain.inOrder(limit);
    late += inOrder ? 0 : 1;
    return whom + (inOrder ? " drained in " : " [CVY-9277] did not end in order within " + limit.toSeconds() + " s: ")
        + ChaosLog.seconds(drain.time()) + " s, exit code " + drain.exit();
  }

  synchronized boolean allInOrder() {
    return late == 0;
  }

  /** {@code  drain-p50=2.1 drain-p99=4.0 drained=5 drain-late=0}; empty when nobody was told to end. */
  synchronized String line() {
    Recovery.Measured measured = new Recovery.Measured(List.copyOf(times), 0);
    return measured.percentile(99).map(p99 -> " drain-p50=" + ChaosLog.seconds(measured.percentile(50).orElse(p99))
        + " drain-p99=" + ChaosLog.seconds(p99) + " drained=" + (times.size() - late) + " drain-late=" + late)
        .orElse("");
  }
}
