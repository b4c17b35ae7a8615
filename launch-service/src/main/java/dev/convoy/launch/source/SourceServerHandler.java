package dev.convoy.launch.source;

import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings source servers into another state: read many at once, change one at a time. */
public abstract class SourceServerHandler<O extends LaunchOperation> implements OperationHandler<O, LaunchOutcome> {

  /** What MGN answers while a job holds the server. */
  private static final String BUSY = "currently being processed by a Job";

  private final SourceServerGateway gateway;
  private final Times times;
  private final Clock clock;

  /**
   * How changes of one server are made.
   *
   * @param absenceAfter how long after an unknown outcome the old state is not believed
   * @param pollInterval between two looks
   */
  public record Times(Duration absenceAfter, Duration pollInterval) {}

  protected SourceServerHandler(SourceServerGateway gateway, Times times, Clock clock) {
    this.gateway = gateway;
    this.times = times;
    this.clock = clock;
  }

  /** What the state of a server means for the operation. */
  protected enum Standing {
    DONE,
    POSSIBLE,
    /** Not now, maybe later. */
    NOT_YET,
    IMPOSSIBLE
  }

  protected abstract Standing judge(O operation, SourceServer server);

  /** Changes the server, once. */
  protected abstract Answer<String> change(SourceServerGateway servers, O operation);

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  @Override
  public Duration absenceAfter() {
    return times.absenceAfter();
  }

  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<O> operations) {
    var servers = gateway.describe(
        operations.getFirst().account(), operations.stream().map(LaunchOperation::sourceServerId).toList());
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    operations.forEach(o -> seen.put(o.id(), observation(o, servers.get(o.sourceServerId()))));
    return seen;
  }

  private Observation<LaunchOutcome> observation(O operation, @Nullable SourceServer server) {
    if (server == null) {
      return believed(operation, failed(operation, new Failure("CVY-4108",
          "MGN knows no " + operation.sourceServerId(), "find out who deleted it", true)));
    }
    return switch (judge(operation, server)) {
      case DONE -> new Observation.Ended<>(done(operation));
      case POSSIBLE -> new Observation.NotDone<>();
      case NOT_YET -> Observation.Running.silently();
      case IMPOSSIBLE -> believed(operation, failed(operation, new Failure("CVY-4202",
          operation.header().kind() + " is not possible: " + server.id() + " is " + server.lifecycle()
              + (server.archived() ? " and archived" : ""),
          "look at the source server in the MGN console, then retry", true)));
    };
  }

  /** A read may be older than the step before, so that what speaks against the operation is believed late only. */
  private Observation<LaunchOutcome> believed(O operation, LaunchOutcome against) {
    return clock.instant().isBefore(operation.header().requestedAt().plus(times.absenceAfter()))
        ? Observation.Running.silently() : new Observation.Ended<>(against);
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<O> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> acted.put(operation.id(), acted(operation, change(gateway, operation))));
    return acted;
  }

  private Acted<LaunchOutcome> acted(O operation, Answer<String> answer) {
    return switch (answer) {
      case Answer.Ok<String> ok -> new Acted.Ended<>(done(operation));
      case Answer.Throttled<String>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<String> unknown -> new Acted.Unknown<>();
      case Answer.Refused<String> refused when AwsCalls.says(refused, BUSY) ->
          new Acted.NotAccepted<>(times.pollInterval());
      case Answer.Refused<String> refused -> new Acted.Ended<>(failed(operation, new Failure("CVY-4201",
          operation.header().kind() + " was refused: " + refused.message(), "correct what AWS names, then retry",
          false)));
    };
  }

  private LaunchOutcome done(O operation) {
    return new StepDone(OutcomeHeader.of(operation.header(), clock.instant()), null);
  }

  private LaunchOutcome failed(O operation, Failure failure) {
    return new StepFailed(OutcomeHeader.of(operation.header(), clock.instant()), failure);
  }
}
