package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as DescribeJobs shows it.
 *
 * @param servers how many take part
 * @param ended when it was completed; empty while it is active
 */
public record AwsJob(String account, String region, String jobId, int servers, Instant created, Optional<Instant> ended) {}
