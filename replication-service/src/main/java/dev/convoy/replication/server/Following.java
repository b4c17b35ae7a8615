package dev.convoy.replication.server;

import dev.convoy.replication.server.Sighting.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a running replication.
 *
 * @param since when it was started, {@link Instant#EPOCH} before
 * @param patienceFrom what its deadline is counted from: the start, or the last retry of a person
 * @param seenAt when {@code last} was read
 * @param healthyOnce true after the first healthy sighting since {@code patienceFrom}
 * @param healthyRound round in which it was last announced healthy; 0 = never
 * @param haltedSince since when no data flows; null = it flows
 * @param pushed true when this halt was answered by a retry
 * @param pushes number of the present or next retry, from 1
 * @param trouble code of the reason last announced; null while healthy
 * @param conditions how often healthy or unhealthy was announced: the attempt of those events
 * @param steps how often progress was announced: the attempt of those events
 * @param pushedAt when this halt's retry was answered; null = it was not, or by a build that did not note it
 */
public record Following(
    Instant since,
    Instant patienceFrom,
    @Nullable Sighting last,
    Instant seenAt,
    boolean healthyOnce,
    int healthyRound,
    @Nullable Instant haltedSince,
    boolean pushed,
    int pushes,
    @Nullable String trouble,
    int conditions,
    int steps,
    @Nullable Instant pushedAt) {

  static Following none() {
    return new Following(Instant.EPOCH, Instant.EPOCH, null, Instant.EPOCH, false, 0, null, false, 1, null, 0, 0, null);
  }

  Following started(Instant now) {
    return new Following(now, now, null, Instant.EPOCH, false, healthyRound, null, false, pushes, null, conditions,
        steps, null);
  }

  /** Counts the deadlines from now on, and lets a halted replication be pushed once more. */
  Following patientFrom(Instant now) {
    return new Following(since, now, last, seenAt, false, healthyRound, haltedSince == null ? null : now, false,
        wantsPush() ? pushes + 1 : pushes, null, conditions, steps, null);
  }

  /** A push that was wanted and is not any more may have been made: the next one is another. */
  Following sighted(Sighting sighting, Instant readAt, Instant now, boolean news) {
    var halted = sighting.halted(healthyOnce) ? (haltedSince == null ? now : haltedSince) : null;
    var fresh = haltedSince == null && halted != null;
    var left = wantsPush() && !(halted != null && Sighting.STALLED.equals(sighting.state()));
    return new Following(since, patienceFrom, sighting, readAt, healthyOnce, healthyRound, halted, pushed && !fresh,
        left ? pushes + 1 : pushes, trouble, conditions, news ? steps + 1 : steps, fresh || halted == null ? null : pushedAt);
  }

  Following withPush(Instant now) {
    return new Following(since, patienceFrom, last, seenAt, healthyOnce, healthyRound, haltedSince, true, pushes + 1,
        trouble, conditions, steps, now);
  }

  Following healthy(int round) {
    return new Following(since, patienceFrom, last, seenAt, true, round, haltedSince, pushed, pushes, null,
        conditions + 1, steps, pushedAt);
  }

  Following troubled(String code) {
    return new Following(since, patienceFrom, last, seenAt, healthyOnce, healthyRound, haltedSince, pushed, pushes,
        code, conditions + 1, steps, pushedAt);
  }

  boolean isHealthy(Duration bound) {
    return last != null && last.healthy(bound);
  }

  boolean differsFrom(Sighting sighting, Duration bound) {
    return last == null || !fingerprint(last, bound).equals(fingerprint(sighting, bound));
  }

  private static Fingerprint fingerprint(Sighting sighting, Duration bound) {
    return sighting.fingerprint(bound, null);
  }

  /** True when a read made after the quiesce shows that nothing is left to replicate. */
  boolean isDrained(Instant quiescedAt) {
    return last != null && seenAt.isAfter(quiescedAt) && last.drained(quiescedAt);
  }

  boolean knows(Sighting sighting, Instant readAt) {
    return readAt.isBefore(seenAt) || (readAt.equals(seenAt) && sighting.equals(last));
  }

  /**
   * Since when a halt has to end by itself; null while data flows, and while its one push is still to be made: somebody holds the
   * server, or the account is only observed.
   */
  @Nullable Instant leftSince() {
    return wantsPush() ? null : pushedAt == null ? haltedSince : pushedAt;
  }

  boolean wantsPush() {
    return last != null && Sighting.STALLED.equals(last.state()) && !pushed;
  }
}
