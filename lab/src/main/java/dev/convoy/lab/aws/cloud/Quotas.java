package dev.convoy.lab.aws.cloud;

/**
 * Quotas of one account and region, as the AWS General Reference lists them for MGN.
 *
 * @param replicatingServers servers that replicate at the same time (L-9A599620)
 * @param serversInActiveJobs servers in all jobs that have not ended (L-4FF77426)
 * @param activeJobs jobs that have not ended (L-FE2EBE17)
 * @param serversPerJob servers in one job (L-F1FD732F)
 */
public record Quotas(int replicatingServers, int serversInActiveJobs, int activeJobs, int serversPerJob) {

  /** What a new account has. */
  public static Quotas defaults() {
    return new Quotas(150, 200, 20, 200);
  }
}
