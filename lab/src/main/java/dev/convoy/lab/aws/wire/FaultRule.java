package dev.convoy.lab.aws.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.convoy.lab.aws.cloud.Job;
import java.util.List;
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
 */
public record FaultRule(
    @Nullable String operation,
    Kind kind,
    @Nullable Integer every,
    @Nullable Double probability,
    @Nullable List<String> sourceServers,
    @Nullable List<String> userProvidedIds,
    @Nullable Integer count) {

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
    /** Replication stalls during its initiation. */
    @JsonProperty("stalled") STALLED(null),
    /** The snapshot of a launch job fails. */
    @JsonProperty("snapshotFailed") SNAPSHOT_FAILED(Job.Failure.SNAPSHOT),
    /** The conversion of a launch job fails. */
    @JsonProperty("conversionFailed") CONVERSION_FAILED(Job.Failure.CONVERSION),
    /** The launch itself fails. */
    @JsonProperty("launchFailed") LAUNCH_FAILED(Job.Failure.LAUNCH),
    /** The instance never gets through its first boot. */
    @JsonProperty("bootFailed") BOOT_FAILED(Job.Failure.BOOT);

    private final transient Job.@Nullable Failure failure;

    Kind(Job.@Nullable Failure failure) {
      this.failure = failure;
    }

    /** The failure of a server in a job; null for other kinds. */
    public Job.@Nullable Failure failure() {
      return failure;
    }

    /** Befalls the call itself. */
    boolean ofCall() {
      return failure == null && this != STALLED;
    }
  }

  boolean matches(Operation call) {
    return operation == null || operation.equals("*") || operation.equals(call.name())
        || operation.equals(call.service() + "." + call.name());
  }

  boolean matches(List<String> servers, List<String> userIds) {
    var byServer = sourceServers == null ? List.<String>of() : sourceServers;
    var byUserId = userProvidedIds == null ? List.<String>of() : userProvidedIds;
    return byServer.isEmpty() && byUserId.isEmpty()
        || byServer.stream().anyMatch(servers::contains)
        || byUserId.stream().anyMatch(userIds::contains);
  }
}
