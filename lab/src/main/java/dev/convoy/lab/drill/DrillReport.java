package dev.convoy.lab.drill;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was done, what was refused and what there was no occasion for. */
final class DrillReport {

  private final Map<Drill, Integer> done = new EnumMap<>(Drill.class);
  private final List<String> missed = new CopyOnWriteArrayList<>();
  private int refused;

  synchronized void done(Drill drill) {
    done.merge(drill, 1, Integer::sum);
  }

  synchronized void refused() {
    refused++;
  }

  void missed(String wave, Exercise exercise) {
    missed.add(exercise.drill() + "@" + exercise.at() + " in " + wave);
  }

  synchronized int withdrawn() {
    return done.getOrDefault(Drill.withdraw, 0);
  }

  /** {@code DRILL pause=14 revoke=3 refused=1 missed=0}. */
  synchronized String line() {
    var line = new StringBuilder("DRILL");
    done.forEach((drill, count) -> line.append(' ').append(drill).append('=').append(count));
    line.append(" refused=").append(refused).append(" missed=").append(missed.size());
    return missed.isEmpty() ? line.toString() : line + " (" + String.join(", ", missed) + ")";
  }
}
