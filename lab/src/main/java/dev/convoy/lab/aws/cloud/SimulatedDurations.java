package dev.convoy.lab.aws.cloud;

import java.time.Duration;

/**
 * How long AWS takes, in simulated time.
 *
 * @param initiation from StartReplication to the first byte
 * @param initialSyncBase first full copy of a server with empty disks
 * @param initialSyncPerGib added for each GiB of its disks
 * @param backlog flushing what was written meanwhile
 * @param firstSnapshot making the first launchable snapshot
 * @param drain from the last write on the source until nothing is behind
 * @param agentSeen how often an agent reports
 * @param agentMissed from the last report of an agent until its replication is taken to stall
 * @param jobPending a job waits before it starts
 * @param jobSnapshot snapshot step of a launch job
 * @param jobConversion conversion step of a launch job
 * @param jobLaunch launch step of a launch job
 * @param boot from a running instance to passed status checks
 * @param terminate terminating an instance
 * @param stop stopping or starting an instance
 * @param volumeSnapshot copying a snapshot of a volume
 */
public record SimulatedDurations(
    Duration initiation,
    Duration initialSyncBase,
    Duration initialSyncPerGib,
    Duration backlog,
    Duration firstSnapshot,
    Duration drain,
    Duration agentSeen,
    Duration agentMissed,
    Duration jobPending,
    Duration jobSnapshot,
    Duration jobConversion,
    Duration jobLaunch,
    Duration boot,
    Duration terminate,
    Duration stop,
    Duration volumeSnapshot) {

  /** Durations of a small server on a quick day. */
  public static SimulatedDurations defaults() {
    return new SimulatedDurations(
        Duration.ofSeconds(60), Duration.ofSeconds(300), Duration.ofSeconds(2), Duration.ofSeconds(30),
        Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(10),
        Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(60),
        Duration.ofSeconds(40), Duration.ofSeconds(20), Duration.ofSeconds(90));
  }
}
