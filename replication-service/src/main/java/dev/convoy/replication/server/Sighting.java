package dev.convoy.replication.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at the replication of a source server, as {@code DescribeSourceServers} shows it.
 *
 * @param state {@code dataReplicationState}; {@link #ABSENT} when MGN does not list the server
 * @param lifeCycle {@code lifeCycle.state}
 * @param lag null = not launchable, zero = none
 * @param error {@code dataReplicationError.error}; null = none
 * @param etaAt end of the initial sync as MGN estimates it; null = no estimate
 * @param lastSeenAt when MGN last heard of the agent; null = never
 */
public record Sighting(
    String state,
    String lifeCycle,
    @Nullable Duration lag,
    long totalBytes,
    long replicatedBytes,
    long backloggedBytes,
    @Nullable String error,
    @Nullable Instant etaAt,
    @Nullable Instant lastSeenAt) {

  /** Times count in milliseconds, as the store keeps them: what is news here must be news to the decider. */
  public Sighting {
    lastSeenAt = lastSeenAt == null ? null : lastSeenAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** MGN does not list the source server. */
  public static final String ABSENT = "ABSENT";

  public static final String CONTINUOUS = "CONTINUOUS";
  public static final String STALLED = "STALLED";
  public static final String STOPPED = "STOPPED";
  public static final String DISCONNECTED = "DISCONNECTED";

  private static final Set<String> HALTED = Set.of(STALLED, DISCONNECTED, "PAUSED", ABSENT);
  private static final Set<String> LAUNCHABLE =
      Set.of("READY_FOR_TEST", "TESTING", "READY_FOR_CUTOVER", "CUTTING_OVER", "CUTOVER");
  private static final int PERCENT_STEP = 5;

  public static Sighting absent() {
    return new Sighting(ABSENT, "", null, 0, 0, 0, null, null, null);
  }

  /** Continuous, launchable, and behind by no more than the bound. */
  public boolean healthy(Duration bound) {
    return CONTINUOUS.equals(state) && lag != null && lag.compareTo(bound) <= 0 && LAUNCHABLE.contains(lifeCycle);
  }

  /**
   * No data flows and none will by itself.
   *
   * @param running false while a server that was only just started may still show as stopped
   */
  public boolean halted(boolean running) {
    return error != null || HALTED.contains(state) || (running && STOPPED.equals(state));
  }

  /** All writes made before the given time have reached AWS: nothing is left, and the agent was heard after it. */
  public boolean drained(Instant quiescedAt) {
    return CONTINUOUS.equals(state) && lag != null && lag.isZero() && backloggedBytes == 0
        && lastSeenAt != null && lastSeenAt.isAfter(quiescedAt);
  }

  /** Replicated share of all disks, 0 to 100. */
  public int percent() {
    return totalBytes <= 0 ? 0 : (int) Math.min(100, replicatedBytes * 100 / totalBytes);
  }

  /**
   * What makes a sighting news. Percentages count in steps of five, lags by how they stand to the bound.
   *
   * @param quiescedAt null = the source is not quiesced
   */
  public Fingerprint fingerprint(Duration bound, @Nullable Instant quiescedAt) {
    return new Fingerprint(state, percent() / PERCENT_STEP, lagBucket(bound), backloggedBytes > 0, error,
        LAUNCHABLE.contains(lifeCycle), quiescedAt != null && drained(quiescedAt));
  }

  private int lagBucket(Duration bound) {
    if (lag == null) {
      return -1;
    }
    return lag.isZero() ? 0 : lag.compareTo(bound) <= 0 ? 1 : lag.compareTo(bound.multipliedBy(4)) <= 0 ? 2 : 3;
  }

  /** See {@link #fingerprint}. */
  public record Fingerprint(
      String state, int percentStep, int lagBucket, boolean backlog, @Nullable String error, boolean launchable,
      boolean drained) {}
}
