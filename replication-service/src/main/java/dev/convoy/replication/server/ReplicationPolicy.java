package dev.convoy.replication.server;

import dev.convoy.kit.core.Backoff;
import java.time.Duration;

/**
 * How patient this service is.
 *
 * @param retries of preparing, configuring and starting
 * @param healthyLag most lag of a healthy replication
 * @param healthyWithin time from the start to the first healthy sighting
 * @param stalledWithin how long a halted replication is left to recover before a person is asked
 * @param drainWithin time from the quiesce to the drained replication
 * @param privateRouting whether data flows over private addresses
 * @param checkEvery how long between two looks at what a launch would meet; zero = never
 */
public record ReplicationPolicy(
    Backoff retries, Duration healthyLag, Duration healthyWithin, Duration stalledWithin, Duration drainWithin,
    boolean privateRouting, Duration checkEvery) {}
