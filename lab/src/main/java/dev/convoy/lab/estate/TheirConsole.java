package dev.convoy.lab.estate;

import java.util.Collection;

/** With what somebody else works in an account of MGN. */
public interface TheirConsole {

  /** Initializes MGN and gives it a replication template, where it has none. */
  void prepare(String stagingSubnetId);

  /** False where their installers start replication by themselves. */
  boolean replicates();

  /**
   * Starts the replication of servers that were installed without.
   *
   * @param tuned those of them whose replication settings are changed before
   */
  void replicate(Collection<String> sourceServerIds, Collection<String> tuned);

  /** True when each of these servers may be tested, and no job is at work on it. */
  boolean ready(Collection<String> sourceServerIds);

  /**
   * Places these servers and launches a test of them.
   *
   * @return id of the job
   */
  String test(Collection<String> sourceServerIds, String subnetId, String securityGroupId);

  /** True when a test instance of each of these servers runs, and no job is at work on it any more. */
  boolean tested(String jobId, Collection<String> sourceServerIds);

  /** Marks these servers as ready for cutover. */
  void pass(Collection<String> sourceServerIds);
}
