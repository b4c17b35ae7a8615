package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Earlier states of regions, for reads that are to be answered late. */
public final class Snapshots {

  private static final int KEPT = 4;

  /** A region as it was. Time does not move it on, and nothing in it is to be changed. */
  public record Snapshot(Instant at, Region region) {
    /** What somebody was shown of it was shown now, as far as it is still so. */
    public void shown(Region present, Instant now) {
      region.launchTemplates().stream().filter(then -> at.equals(then.defaultReadAt())).forEach(then -> {
        var template = present.launchTemplate(then.id());
        if (template != null) {
          template.read(then.version(then.defaultVersion()), now);
        }
      });
    }
  }

  private final Map<Region, Deque<Snapshot>> taken = new ConcurrentHashMap<>();

  /**
   * Remembers the present and forgets what is too old. To be called under the region's lock.
   *
   * @param oldest how far back to remember, wall time
   */
  public void take(Region region, Instant now, Duration oldest) {
    var own = taken.computeIfAbsent(region, r -> new ArrayDeque<>());
    own.removeIf(s -> s.at().isBefore(now.minus(oldest)));
    if (own.isEmpty() || !own.getLast().at().plus(oldest.dividedBy(KEPT)).isAfter(now)) {
      own.add(new Snapshot(now, frozen(region)));
    }
  }

  private static Region frozen(Region region) {
    return new Region(StateFile.copy(region.state()), region.time(), region.ids(), region.network(), () -> 0, event -> { });
  }

  /** The oldest one remembered. To be called under the region's lock. */
  public Optional<Snapshot> oldest(Region region) {
    return Optional.ofNullable(taken.get(region)).map(Deque::peekFirst);
  }
}
