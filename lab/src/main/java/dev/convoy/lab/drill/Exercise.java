package dev.convoy.lab.drill;

import dev.convoy.events.common.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One interference.
 *
 * @param at stage that a server of the wave has to be seen at
 */
record Exercise(Drill drill, Stage at) {

  /** The exercises of these drills by wave, dealt out in turn; those of a wave in the order of its stages. */
  static Map<String, List<Exercise>> dealt(Set<Drill> drills, List<String> waves) {
    var byWave = new TreeMap<String, List<Exercise>>();
    var all = drills.stream().sorted().flatMap(drill -> drill.stages().stream().sorted()
        .map(stage -> new Exercise(drill, stage))).toList();
    for (int i = 0; i < all.size() && !waves.isEmpty(); i++) {
      byWave.computeIfAbsent(waves.get(i % waves.size()), wave -> new ArrayList<>()).add(all.get(i));
    }
    byWave.values().forEach(list -> list.sort(Comparator.comparing(Exercise::at).thenComparing(Exercise::drill)));
    return byWave;
  }
}
