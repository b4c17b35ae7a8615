package dev.convoy.lab.aws.cloud;

import java.time.Duration;

/** How long each phase of one server's replication lasts, in wall time; fixed when replication starts. */
public record ReplicationPlan(
    Duration initiation, Duration initialSync, Duration backlog, Duration snapshot, Duration drain) {

  private static final long GIB = 1L << 30;

  /** From the start to the first snapshot. */
  public Duration whole() {
    return initiation.plus(initialSync).plus(backlog).plus(snapshot);
  }

  /** The plan for a server with so many bytes of disk. */
  public static ReplicationPlan of(SimulatedTime time, long bytes) {
    var d = time.durations();
    var sync = d.initialSyncBase().plus(d.initialSyncPerGib().multipliedBy(bytes / GIB));
    return new ReplicationPlan(time.onWall(d.initiation()), time.onWall(sync), time.onWall(d.backlog()),
        time.onWall(d.firstSnapshot()), time.onWall(d.drain()));
  }
}
