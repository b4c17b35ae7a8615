package dev.convoy.lab.chaos;

import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which chaos a person asked for.
 *
 * @param kinds none for a quiet lab
 * @param every mean time between two kills; the other kinds follow from it
 * @param bySteps whether means are counted in stages that servers reach, in place of seconds
 * @param limit acts of each kind after which it rests; 0 for no end
 */
public record ChaosOptions(Set<ChaosKind> kinds, Duration every, boolean bySteps, int limit) {

  /** Checks the mean and the limit. */
  public ChaosOptions {
    kinds = Set.copyOf(kinds);
    if (every.toSeconds() < 1 || every.toSeconds() > 3_600) {
      throw new LabFailure("[CVY-9268] lab: --chaos-every " + every.toSeconds() + " is out of range; give 1 to 3600");
    }
    if (limit < 0) {
      throw new LabFailure("[CVY-9285] lab: --chaos-limit " + limit + " is out of range; give 0 for no end, or more");
    }
  }

  /** A quiet lab. */
  public static ChaosOptions none() {
    return new ChaosOptions(Set.of(), Duration.ofSeconds(20), false, 0);
  }

  /** Kinds by their words, their mean in seconds or steps; throws {@link LabFailure} for one that there is not. */
  public static ChaosOptions of(List<String> words, int every, boolean bySteps, int limit) {
    Set<ChaosKind> kinds = EnumSet.noneOf(ChaosKind.class);
    words.forEach(word -> kinds.add(ChaosKind.of(word).orElseThrow(() -> new LabFailure("[CVY-9269] lab: --chaos "
        + word + " is not known; give some of " + ChaosKind.words()))));
    return new ChaosOptions(kinds, Duration.ofSeconds(every), bySteps, limit);
  }

  /** True when a kind that has befallen the lab so often rests. */
  boolean spent(int acts) {
    return limit > 0 && acts >= limit;
  }

  /** True when this kind was asked for. */
  public boolean has(ChaosKind kind) {
    return kinds.contains(kind);
  }
}
