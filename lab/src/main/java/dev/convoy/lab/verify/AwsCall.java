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
 * @param lifeCycle state that it asked for, of ChangeServerLifeCycleState only
 * @param planted a planted fault answered it, or had its answer lost
 * @param launches whence each server is launched, by source server, of an accepted launch only
 * @param saved what was snapshotted, of an accepted CreateSnapshots only
 * @param records what was deleted and created, in order, of ChangeResourceRecordSets only
 */
public record AwsCall(
    Instant wall, String service, String operation, String account, String region, List<String> sourceServers,
    Map<String, String> tags, boolean accepted, Optional<String> jobId, Optional<String> lifeCycle,
    boolean planted, Map<String, Launch> launches, Optional<Saved> saved, List<Written> records) implements Deed {

  /** Of a call that has nothing to do with names. */
  public AwsCall(
      Instant wall, String service, String operation, String account, String region, List<String> sourceServers,
      Map<String, String> tags, boolean accepted, Optional<String> jobId, Optional<String> lifeCycle,
      boolean planted, Map<String, Launch> launches, Optional<Saved> saved) {
    this(wall, service, operation, account, region, sourceServers, tags, accepted, jobId, lifeCycle, planted, launches, saved,
        List.of());
  }

  /**
   * A record that was written.
   *
   * @param action CREATE, DELETE or UPSERT
   * @param name in lower case without its final dot
   */
  public record Written(String action, String name, List<String> values, String ttl) {}

  /**
   * The default version of a launch template when a launch from it was accepted.
   *
   * @param readAt when it was last read since it became the default; empty for never
   */
  public record Launch(
      String template, int version, String subnetId, List<String> securityGroupIds, Optional<Instant> readAt) {}

  /**
   * What an accepted CreateSnapshots has saved.
   *
   * @param state of the instance at that moment: {@code stopped}
   * @param volumes that were snapshotted
   * @param left volumes that were attached and left out
   */
  public record Saved(String instanceId, String state, List<String> volumes, List<String> left) {}

  /** True when it carries a tag of Convoy's. */
  public boolean ours() {
    return tags.keySet().stream().anyMatch(key -> key.startsWith("convoy:"));
  }

  @Override
  public boolean changed() {
    return accepted;
  }

  @Override
  public String toString() {
    return operation + lifeCycle.map(state -> " " + state).orElse("") + " in " + account + "/" + region
        + jobId.map(id -> " (" + id + ")").orElse("");
  }
}
