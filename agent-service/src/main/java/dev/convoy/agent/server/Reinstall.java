package dev.convoy.agent.server;

import dev.convoy.events.inventory.ReinstallRequested;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked to be installed again, over an agent that is installed.
 *
 * @param askedAt when that was last asked
 * @param wanted it has not come to an end yet
 * @param round round in which the latest one began, which its operation keeps; 0 = none has
 * @param attempt last attempt of an installation before it, and, once it has ended, its own last
 * @param replicating replication was started before it was asked
 */
public record Reinstall(Instant askedAt, boolean wanted, int round, int attempt, boolean replicating) {

  /** More than any server needed before attempts outlived an outage: an attempt that a host knows is not made again. */
  private static final int UNCOUNTED = 100;

  /** The request, if it is meant so; the one before may be under way. */
  static Reinstall asked(@Nullable Reinstall known, ReinstallRequested e, boolean meant) {
    var before = known == null ? new Reinstall(Instant.EPOCH, false, 0, 0, false) : known;
    return new Reinstall(e.getOccurredAt(), meant || before.wanted, before.round, before.attempt,
        meant ? e.getReplicating() : before.replicating);
  }

  /** What was asked of a registration that is over. */
  Reinstall dropped() {
    return new Reinstall(askedAt, false, 0, 0, false);
  }

  Reinstall begun(AgentServer s) {
    return new Reinstall(askedAt, wanted, s.round(), next(s) - 1, replicating);
  }

  Reinstall done(int lastAttempt) {
    return new Reinstall(askedAt, false, round, lastAttempt, replicating);
  }

  /** Attempt of the next installation: after a resume, the state counts attempts of that. */
  int next(AgentServer s) {
    int known = s.resumedRound() == s.round() ? UNCOUNTED : s.attempt();
    return Math.max(known, round == s.round() ? attempt : 0) + 1;
  }
}
