package dev.convoy.lab.aws.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.convoy.lab.aws.cloud.Job;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fault to plant.
 *
 * @param operation such as {@code StartTest} or {@code mgn.StartTest}; null or {@code *} for all
 * @param kind what goes wrong
 * @param every each nth call that matches; null for each, unless there is a probability
 * @param probability of each call that matches, 0 to 1; null for none
 * @param sourceServers only calls about one of these; null or empty for all
 * @param userProvidedIds only calls about a server with one of these; null or empty for all
 * @param count at most so often; null for no limit
 * @param staleSeconds how old a stale answer may be, in simulated seconds; null for 120
 * @param latencyMillis how late a slow answer comes, in wall milliseconds; null for 1000
 */
public record FaultRule(
    @Nullable String operation,
    Kind kind,
    @Nullable Integer every,
    @Nullable Double probability,
    @Nullable List<String> sourceServers,
    @Nullable List<String> userProvidedIds,
    @Nullable Integer count,
    @Nullable Integer staleSeconds,
    @Nullable Integer latencyMillis) {

  private static final Set<String> STARTS_JOB = Set.of("StartTest", "StartCutover", "TerminateTargetInstances");
  private static final int STALE_SECONDS = 120;
  private static final int LATENCY_MILLIS = 1000;

  /** What goes wrong: with a call, or with a server after the call was accepted. */
  public enum Kind {
    /** Refused with 429 before it has an effect. */
    @JsonProperty("throttle") THROTTLE(null),
    /** Answered with 500 before it has an effect. */
    @JsonProperty("error500") ERROR_500(null),
    /** The connection closes before it has an effect. */
    @JsonProperty("reset") RESET(null),
    /** It has its effect, then the connection closes. */
    @JsonProperty("answerLost") ANSWER_LOST(null),
    /** Refused as if another job held the server, where a job is started; or as if a zone were being changed. */
    @JsonProperty("busy") BUSY(null),
    /** Refused as if a quota were used up: of servers in active jobs, or of snapshots. */
    @JsonProperty("quota") QUOTA(null),
    /** Refused as if the role lacked the permission. */
    @JsonProperty("denied") DENIED(null),
    /** A read is answered from an earlier state. */
    @JsonProperty("stale") STALE(null),
    /** The answer comes late. */
    @JsonProperty("latency") LATENCY(null),
    /** Replication stalls during its initiation. */
    @JsonProperty("stalled") STALLED(null),
    /** The snapshot of a launch job fails, or those that CreateSnapshots or CreateImage takes. */
    @JsonProperty("snapshotFailed") SNAPSHOT_FAILED(Job.Failure.SNAPSHOT),
    /** The conversion of a launch job fails. */
    @JsonProperty("conversionFailed") CONVERSION_FAILED(Job.Failure.CONVERSION),
    /** The launch itself fails. */
    @JsonProperty("launchFailed") LAUNCH_FAILED(Job.Failure.LAUNCH),
    /** The instance never gets through its first boot. */
    @JsonProperty("bootFailed") BOOT_FAILED(Job.Failure.BOOT),
    /** The first post-launch action fails; those after it run all the same. */
    @JsonProperty("actionFailed") ACTION_FAILED(Job.Failure.ACTION);

    private final transient Job.@Nullable Failure failure;

    Kind(Job.@Nullable Failure failure) {
      this.failure = failure;
    }

    /** The failure of a server in a job; null for other kinds. */
    public Job.@Nullable Failure failure() {
      return failure;
    }

    /** Decides how a call ends. */
    boolean ofCall() {
      return failure == null && this != STALLED && this != STALE && this != LATENCY;
    }

    /** Can befall this operation at all. */
    boolean suits(Operation operation) {
      return switch (this) {
        case BUSY -> STARTS_JOB.contains(operation.name()) || operation.name().equals("ChangeResourceRecordSets");
        case QUOTA -> STARTS_JOB.contains(operation.name()) || operation.name().equals("CreateSnapshots");
        case STALE -> !operation.changing();
        default -> true;
      };
    }
  }

  boolean matches(Operation call) {
    return kind.suits(call) && (operation == null || operation.equals("*") || operation.equals(call.name())
        || operation.equals(call.service() + "." + call.name()));
  }

  Duration staleness() {
    return Duration.ofSeconds(staleSeconds == null ? STALE_SECONDS : staleSeconds);
  }

  Duration latency() {
    return Duration.ofMillis(latencyMillis == null ? LATENCY_MILLIS : latencyMillis);
  }

  boolean matches(List<String> servers, List<String> userIds) {
    var byServer = sourceServers == null ? List.<String>of() : sourceServers;
    var byUserId = userProvidedIds == null ? List.<String>of() : userProvidedIds;
    return byServer.isEmpty() && byUserId.isEmpty()
        || byServer.stream().anyMatch(servers::contains)
        || byUserId.stream().anyMatch(userIds::contains);
  }
}
