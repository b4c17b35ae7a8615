package dev.convoy.lab.run;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;

/** Knows when a run is over: every server at rest, or nothing has moved for so long that nothing will. */
final class WaveProgress {
  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(4);
  private static final Duration SIMULATED_PATIENCE = Duration.ofHours(6);

  private final StatusWatch watch;
  private final int servers;
  private final Predicate<ServerLine> atRest;
  private final long patienceNanos;
  private long lastMove = System.nanoTime();
  private int lastSeen;

  /** @param servers that are expected to move */
  WaveProgress(StatusWatch watch, int servers, LabOptions options) {
    this.watch = watch;
    this.servers = servers;
    this.atRest = options.goal().installed() ? each -> each.atRest() || each.installed() : ServerLine::atRest;
    this.patienceNanos = Math.max(SHORTEST_PATIENCE.toNanos(),
        (long) (SIMULATED_PATIENCE.toNanos() / options.speed()));
  }

  boolean over() {
    Collection<ServerLine> lines = watch.servers();
    int seen = lines.hashCode();
    if (seen != lastSeen) {
      lastSeen = seen;
      lastMove = System.nanoTime();
    }
    long resting = lines.stream().filter(ServerLine::moves).filter(atRest).count();
    long moving = lines.stream().filter(ServerLine::moves).filter(atRest.negate()).count();
    return moving == 0 && resting >= servers || System.nanoTime() - lastMove > patienceNanos;
  }
}
