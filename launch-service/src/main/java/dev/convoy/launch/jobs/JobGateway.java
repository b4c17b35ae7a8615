package dev.convoy.launch.jobs;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import java.time.Instant;
import java.util.List;

/** MGN jobs of an account and region. */
public interface JobGateway {

  /** Most servers in one call. */
  int MOST_SERVERS = 200;

  /**
   * Reads all jobs created since, ours and foreign ones.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  List<MgnJob> since(AccountKey account, Instant from);

  /**
   * Starts one job for up to {@link #MOST_SERVERS} servers. Refused as a whole if one server is at fault.
   *
   * @param batch value of the job's tag {@code convoy:batch}
   * @return id of the job
   */
  Answer<String> start(AccountKey account, JobKind kind, List<String> sourceServerIds, String batch);

  /** What the job's log says of a server that failed, for a person; empty if it says nothing. */
  String reason(AccountKey account, String jobId, String sourceServerId);
}
