package dev.convoy.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long services took to make their lost state anew. */
final class Restores {
  private final Duration limit;
  private final List<Duration> times = new ArrayList<>();
  private int late;

  /** @param limit from the start of the process until it serves */
  Restores(Duration limit) {
    this.limit = limit;
  }

  /**
   * Counts one.
   *
   * @param time empty when it was not waited for any longer
   * @return a line for a person
   */
  synchronized String add(String whom, Optional<Duration> time) {
    time.ifPresent(times::add);
    if (time.filter(each -> each.compareTo(limit) <= 0).isEmpty()) {
      late++;
    }
    return whom + time.map(each -> " has its state again after " + ChaosLog.seconds(each) + " s")
        .orElse(" does not have its state again; see its log");
  }

  /** {@code  wipe-restored-p50=9.1 wipe-restored-p99=14.0 wiped=5 restored-late=0}; empty when nobody lost its state. */
  synchronized String line() {
    Recovery.Measured measured = new Recovery.Measured(List.copyOf(times), 0);
    String figures = measured.percentile(99).map(p99 -> " wipe-restored-p50="
        + ChaosLog.seconds(measured.percentile(50).orElse(p99)) + " wipe-restored-p99=" + ChaosLog.seconds(p99)).orElse("");
    return times.isEmpty() && late == 0 ? "" : figures + " restored=" + times.size() + " restored-late=" + late;
  }
}
