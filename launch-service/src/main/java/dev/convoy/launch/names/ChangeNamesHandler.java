package dev.convoy.launch.names;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.names.NameGateway.Replacement;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.NameChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leads names elsewhere. The records are the evidence: a change takes the place of exactly what was there, so that one sent
 * twice is refused the second time, and nothing that somebody else wrote is lost. What stands there is done once all name
 * servers know of it: by the id of its change, or, where another instance had sent it, after {@code absence-after}.
 */
public final class ChangeNamesHandler implements OperationHandler<ChangeNames, LaunchOutcome> {

  /** What Route 53 says where only a person can help. */
  private static final Set<String> LASTING = Set.of("AccessDenied", "AccessDeniedException", "NoSuchHostedZone");

  /** The zone is being changed by somebody else at this moment. */
  private static final String BUSY = "PriorRequestNotComplete";

  /** Each name is a read of its own, at a rate of a few a second. */
  private static final int LOOKS = 5;

  /** What this instance knows of an operation. */
  private static final class Memory {
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final Map<String, String> changes = new ConcurrentHashMap<>();
    private @Nullable Instant sentSince;
    private @Nullable Instant inPlaceSince;
    private @Nullable Instant strangeSince;
    private @Nullable Instant refusedSince;
    private @Nullable Failure refusal;
  }

  private final NameGateway names;
  private final Duration absenceAfter;
  private final Duration pollInterval;
  private final Clock clock;
  private final Map<OperationId, Memory> memories = new ConcurrentHashMap<>();

  /**
   * @param absenceAfter how old an answer of Route 53 may be
   */
  public ChangeNamesHandler(NameGateway names, Duration absenceAfter, Duration pollInterval, Clock clock) {
    this.names = names;
    this.absenceAfter = absenceAfter;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  @Override
  public Class<ChangeNames> operation() {
    return ChangeNames.class;
  }

  @Override
  public int lookSize() {
    return LOOKS;
  }

  /** Sent twice it is refused the second time. */
  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ChangeNames> operations) {
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    for (var operation : operations) {
      try {
        seen.put(operation.id(), look(operation, memories.computeIfAbsent(operation.id(), id -> new Memory())));
      } catch (NameGateway.RefusedException e) {
        seen.put(operation.id(), ended(operation, NameFailures.hidden(String.valueOf(e.getMessage()))));
      }
    }
    return seen;
  }

  private Observation<LaunchOutcome> look(ChangeNames operation, Memory memory) {
    if (!isEverywhere(operation, memory)) {
      return isOver(memory.sentSince, absenceAfter.multipliedBy(2))
          ? ended(operation, NameFailures.notEverywhere(String.join(", ", memory.changes.values()))) : Observation.Running.silently();
    }
    var inPlace = true;
    for (var change : operation.changes()) {
      var found = names.read(operation.account(), change.zoneId(), change.name());
      memory.found.put(change.name(), found);
      if (!isKnown(change, found)) {
        return strange(operation, memory, change, found);
      }
      inPlace &= found.record().equals(change.to());
    }
    memory.strangeSince = null;
    if (inPlace) {
      return inPlace(operation, memory);
    }
    memory.inPlaceSince = null;
    var refusal = memory.refusal;
    return refusal != null && isOver(memory.refusedSince, absenceAfter) ? ended(operation, refusal) : new Observation.NotDone<>();
  }

  private static boolean isKnown(NameChange change, Found found) {
    return found.foreign() == null && (found.record().equals(change.to()) || change.from().contains(found.record()));
  }

  /** An answer may be older than what Convoy wrote last. */
  private Observation<LaunchOutcome> strange(ChangeNames operation, Memory memory, NameChange change, Found found) {
    memory.strangeSince = memory.strangeSince == null ? clock.instant() : memory.strangeSince;
    var what = found.foreign() == null ? found.record().toString() : found.foreign();
    return isOver(memory.strangeSince, absenceAfter) ? ended(operation, NameFailures.changed(change, what))
        : Observation.Running.silently();
  }

  private Observation<LaunchOutcome> inPlace(ChangeNames operation, Memory memory) {
    var since = memory.inPlaceSince == null ? clock.instant() : memory.inPlaceSince;
    memory.inPlaceSince = since;
    var nothingToDo = operation.changes().stream().allMatch(change -> change.from().stream().allMatch(change.to()::equals));
    return nothingToDo || !memory.changes.isEmpty() || isOver(since, absenceAfter)
        ? new Observation.Ended<>(new StepDone(header(operation), null)) : Observation.Running.silently();
  }

  /** All name servers know of what this instance has sent. */
  private boolean isEverywhere(ChangeNames operation, Memory memory) {
    return memory.changes.values().stream().allMatch(change -> names.isEverywhere(operation.account(), change));
  }

  private boolean isOver(@Nullable Instant since, Duration limit) {
    return since != null && !clock.instant().isBefore(since.plus(limit));
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<ChangeNames> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> acted.put(operation.id(), act(operation)));
    return acted;
  }

  private Acted<LaunchOutcome> act(ChangeNames operation) {
    var memory = memories.get(operation.id());
    if (memory == null) {
      return new Acted.NotAccepted<>(null);
    }
    for (var zone : byZone(operation, memory).entrySet()) {
      var answer = names.replace(operation.account(), zone.getKey(), "convoy " + operation.id(), zone.getValue());
      if (answer instanceof Answer.Ok<String>(var change)) {
        memory.changes.put(zone.getKey(), change);
        memory.sentSince = clock.instant();
      } else {
        return notChanged(operation, memory, answer);
      }
    }
    return new Acted.Accepted<>();
  }

  private Acted<LaunchOutcome> notChanged(ChangeNames operation, Memory memory, Answer<String> answer) {
    return switch (answer) {
      case Answer.Ok<String> ok -> new Acted.Accepted<>();
      case Answer.Throttled<String>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<String> unknown -> new Acted.Unknown<>();
      case Answer.Refused<String> refused when LASTING.contains(refused.code()) -> {
        var failure = NameFailures.refused(refused.message());
        yield new Acted.Ended<>(failed(operation, new Failure(failure.code(), failure.message(), failure.remedy(), true)));
      }
      case Answer.Refused<String> refused -> {
        if (!refused.code().equals(BUSY)) {
          memory.refusal = NameFailures.refused(refused.message());
          memory.refusedSince = memory.refusedSince == null ? clock.instant() : memory.refusedSince;
        }
        yield new Acted.NotAccepted<>(null);
      }
    };
  }

  /** What is left to be replaced, by zone. */
  private static Map<String, List<Replacement>> byZone(ChangeNames operation, Memory memory) {
    var byZone = new LinkedHashMap<String, List<Replacement>>();
    for (var change : operation.changes()) {
      var now = Objects.requireNonNull(memory.found.get(change.name()), change.name()).record();
      if (!now.equals(change.to())) {
        byZone.computeIfAbsent(change.zoneId(), id -> new ArrayList<>()).add(new Replacement(change.name(), now, change.to()));
      }
    }
    return byZone;
  }

  private Observation<LaunchOutcome> ended(ChangeNames operation, Failure failure) {
    return new Observation.Ended<>(failed(operation, failure));
  }

  private LaunchOutcome failed(ChangeNames operation, Failure failure) {
    return new StepFailed(header(operation), failure);
  }

  private OutcomeHeader header(ChangeNames operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }

  @Override
  public void left(OperationId id) {
    memories.remove(id);
  }
}
