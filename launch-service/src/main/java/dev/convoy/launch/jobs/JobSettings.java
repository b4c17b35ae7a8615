package dev.convoy.launch.jobs;

import java.time.Duration;

/**
 * How jobs are started and followed.
 *
 * @param absenceAfter how long after an unknown outcome "no job" is not believed
 * @param pollInterval between two looks at running jobs
 * @param batchWait how long a call waits for company
 * @param bootWithin how long after its job an instance may take to boot; Windows takes up to 45 minutes (MGN user guide)
 * @param giveUpAfter how long a launch that is refused without a server at fault is tried
 * @param servers most servers in active jobs of an account and region, foreign ones too; MGN's quota is 200
 * @param jobs most active jobs, foreign ones too; MGN's quota is 20
 */
public record JobSettings(
    Duration absenceAfter, Duration pollInterval, Duration batchWait, Duration bootWithin, Duration giveUpAfter,
    int servers, int jobs) {}
