package dev.convoy.replication.server;

import dev.convoy.kit.core.Failure;
import java.time.Duration;

/** Why a replication is not healthy, in words a person can act on. */
final class Condition {

  private Condition() {}

  /** The reason, most telling first: MGN's own error, then the state, then the lag. */
  static Failure reason(Sighting sighting, Duration bound) {
    if (sighting.error() != null) {
      var error = ReplicationError.of(sighting.error());
      return new Failure(error.code(), error.cause() + " (" + sighting.error() + ", " + sighting.state() + ")",
          error.remedy(), false);
    }
    return switch (sighting.state()) {
      case Sighting.ABSENT -> new Failure("CVY-3320", "MGN does not list the source server",
          "check whether it was archived or deleted in the MGN console", false);
      case Sighting.STALLED -> new Failure("CVY-3321", "replication has stalled",
          "check the agent on the host and its network, then retry; after a new kernel, ./convoy server reinstall ID --reason TEXT", false);
      case Sighting.DISCONNECTED -> new Failure("CVY-3322", "replication is DISCONNECTED",
          "install its agent again: ./convoy server reinstall ID --reason TEXT", false);
      case Sighting.STOPPED, "PAUSED" -> new Failure("CVY-3322", "replication is " + sighting.state(),
          "start it again in the MGN console; if its agent is gone, ./convoy server reinstall ID --reason TEXT", false);
      case Sighting.CONTINUOUS -> new Failure("CVY-3323", behind(sighting, bound),
          "check the write rate of the source and the bandwidth to the staging subnet", false);
      default -> new Failure("CVY-3324", "replication is " + sighting.state(), "wait; MGN is catching up", false);
    };
  }

  private static String behind(Sighting sighting, Duration bound) {
    return sighting.lag() == null ? "the server is not launchable: MGN reports no lag"
        : "lag is " + sighting.lag() + ", the bound is " + bound;
  }
}
