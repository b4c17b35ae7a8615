package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the AWS ledger: a call that asked for a change.
 *
 * @param wall when it was answered
 * @param operation {@code StartTest}
 * @param sourceServers MGN source servers that it names
 * @param accepted false when it had no effect
 * @param jobId job that it made, if any
 */
public record AwsCall(
    Instant wall, String service, String operation, String account, String region, List<String> sourceServers,
    Map<String, String> tags, boolean accepted, Optional<String> jobId) {

  boolean ours() {
    return tags.keySet().stream().anyMatch(key -> key.startsWith("convoy:"));
  }

  @Override
  public String toString() {
    return operation + " at " + wall + " in " + account + "/" + region + jobId.map(id -> " (" + id + ")").orElse("");
  }
}
