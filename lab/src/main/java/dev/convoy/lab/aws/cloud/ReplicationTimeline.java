package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a replication shows at a moment, as a function of what was commanded and the time. */
public final class ReplicationTimeline {

  /** Steps of the initiation in AWS's order. */
  public static final List<String> STEPS = List.of("WAIT", "CREATE_SECURITY_GROUP", "LAUNCH_REPLICATION_SERVER",
      "BOOT_REPLICATION_SERVER", "AUTHENTICATE_WITH_SERVICE", "DOWNLOAD_REPLICATION_SOFTWARE", "CREATE_STAGING_DISKS",
      "ATTACH_STAGING_DISKS", "PAIR_REPLICATION_SERVER_WITH_AGENT", "CONNECT_AGENT_TO_REPLICATION_SERVER",
      "START_DATA_TRANSFER");

  private static final long BYTES_PER_SECOND_OF_LAG = 1 << 20;

  /** Why a replication stalls whose source is off. */
  public static final String AGENT_NOT_SEEN = "AGENT_NOT_SEEN";

  private ReplicationTimeline() {}

  /**
   * The status at a moment.
   *
   * @param salt differs from server to server, so that their lags do
   */
  public static ReplicationStatus at(Replication replication, Instant now, int salt) {
    var started = replication.startedAt();
    var plan = replication.plan();
    if (started == null || plan == null) {
      return new ReplicationStatus(replication.mode().name(), null, null, 0, 0, 0, null, null, null);
    }
    var absence = replication.absence();
    if (absence != null && replication.missesItsAgent(now)) {
      return halted(Replication.Mode.STALLED, AGENT_NOT_SEEN,
          running(replication, started, plan, absence.noticedAt(), salt), Duration.between(absence.since(), now));
    }
    var halted = replication.haltedAt();
    if (halted == null || now.isBefore(halted)) {
      return running(replication, started, plan, now, salt);
    }
    return halted(replication.mode(), replication.error(), running(replication, started, plan, halted, salt),
        Duration.between(halted, now));
  }

  private static ReplicationStatus halted(
      Replication.Mode mode, @Nullable String error, ReplicationStatus then, Duration since) {
    var lag = then.lag() == null ? null : then.lag().plus(since);
    return new ReplicationStatus(mode.name(), lag, null, then.copied(), backlog(lag), then.initiated(),
        then.firstByteAt(), then.lastSnapshotAt(), error);
  }

  private static ReplicationStatus running(
      Replication replication, Instant started, ReplicationPlan plan, Instant now, int salt) {
    var firstByte = started.plus(plan.initiation());
    var synced = firstByte.plus(plan.initialSync());
    var flushed = synced.plus(plan.backlog());
    var launchable = flushed.plus(plan.snapshot());
    if (now.isBefore(firstByte)) {
      var steps = (int) (STEPS.size() * share(started, firstByte, now));
      return new ReplicationStatus("INITIATING", null, null, 0, 0, steps, null, null, null);
    }
    if (now.isBefore(synced)) {
      return phase("INITIAL_SYNC", synced, share(firstByte, synced, now), 0, firstByte);
    }
    if (now.isBefore(flushed)) {
      var left = (long) ((1 - share(synced, flushed, now)) * 64 * BYTES_PER_SECOND_OF_LAG);
      return phase("BACKLOG", null, 1, left, firstByte);
    }
    if (now.isBefore(launchable)) {
      return phase("CREATING_SNAPSHOT", null, 1, 0, firstByte);
    }
    var lag = lag(replication, plan, now, salt);
    return new ReplicationStatus("CONTINUOUS", lag, null, 1, backlog(lag), STEPS.size(), firstByte, launchable, null);
  }

  private static ReplicationStatus phase(
      String state, @Nullable Instant eta, double copied, long backlog, Instant firstByte) {
    return new ReplicationStatus(state, null, eta, copied, backlog, STEPS.size(), firstByte, null, null);
  }

  private static Duration lag(Replication replication, ReplicationPlan plan, Instant now, int salt) {
    var quiet = replication.quietSince();
    if (quiet != null && !now.isBefore(quiet.plus(plan.drain()))) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(2 + Math.floorMod(salt + now.getEpochSecond(), 7L));
  }

  private static long backlog(@Nullable Duration lag) {
    return lag == null ? 0 : lag.toSeconds() * BYTES_PER_SECOND_OF_LAG;
  }

  private static double share(Instant from, Instant to, Instant now) {
    var whole = Duration.between(from, to).toNanos();
    return whole <= 0 ? 1 : Math.min(1, (double) Duration.between(from, now).toNanos() / whole);
  }
}
