package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.names.NameGateway.Changed;
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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leads names elsewhere. The records are the evidence: a change takes the place of exactly what was there, so that one sent
 * twice is refused the second time, and nothing that somebody else wrote is lost. What stands there is done once all name
 * servers know of it: by the id of its change, or, where another instance had sent it, after {@code absence-after}.
 */
public final class ChangeNamesHandler implements OperationHandler<ChangeNames, LaunchOutcome> {

  /** Names of one zone are read and changed together: Route 53 takes five requests a second of an account. */
  private static final int TOGETHER = 50;

  /** Each is a deletion and a creation, of which Route 53 takes 1,000 in a change. */
  private static final int MOST_NAMES = 400;

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
   * @param absenceAfter how old an answer may be
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
    return TOGETHER;
  }

  @Override
  public int batchSize() {
    return TOGETHER;
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
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ChangeNames> operations) throws InterruptedException {
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    var zones = new ZoneLook();
    var reading = new ArrayList<ChangeNames>();
    var known = new HashMap<String, Boolean>();
    UnreachableException unreachable = null;
    for (var operation : operations) {
      try {
        var memory = memories.computeIfAbsent(operation.id(), id -> new Memory());
        if (isEverywhere(operation, memory, known)) {
          operation.changes().forEach(change -> zones.want(operation.account(), change.zoneId(), change.name()));
          reading.add(operation);
        } else {
          seen.put(operation.id(), underWay(operation, memory));
        }
      } catch (NameGateway.RefusedException e) {
        seen.put(operation.id(), ended(operation, e.failure()));
      } catch (UnreachableException e) {
        unreachable = e;
      }
    }
    zones.read(names, clock);
    for (var operation : reading) {
      try {
        seen.put(operation.id(), look(operation, memories.computeIfAbsent(operation.id(), id -> new Memory()), zones));
      } catch (NameGateway.RefusedException e) {
        seen.put(operation.id(), ended(operation, e.failure()));
      } catch (UnreachableException e) {
        unreachable = e;
      }
    }
    if (seen.isEmpty() && unreachable != null) {
      throw unreachable;
    }
    return seen;
  }

  private Observation<LaunchOutcome> underWay(ChangeNames operation, Memory memory) {
    return isOver(memory.sentSince, absenceAfter.multipliedBy(2))
        ? ended(operation, NameFailures.notEverywhere(memory.changes)) : Observation.Running.silently();
  }

  private Observation<LaunchOutcome> look(ChangeNames operation, Memory memory, ZoneLook zones) {
    var inPlace = true;
    for (var change : operation.changes()) {
      var found = zones.found(operation.account(), change.zoneId(), change.name());
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

  /**
   * All name servers know of what this instance has sent.
   *
   * @param known of changes that were asked for in this look: several operations may have been sent in one
   */
  private boolean isEverywhere(ChangeNames operation, Memory memory, Map<String, Boolean> known) throws InterruptedException {
    for (var change : memory.changes.entrySet()) {
      var key = change.getKey() + " " + change.getValue();
      if (!known.containsKey(key)) {
        known.put(key, names.isEverywhere(operation.account(), change.getKey(), change.getValue()));
      }
      if (!known.get(key)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOver(@Nullable Instant since, Duration limit) {
    return since != null && !clock.instant().isBefore(since.plus(limit));
  }

  /** Zone after zone; of an operation with several zones, none after one in which it was not accepted. */
  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<ChangeNames> operations) throws InterruptedException {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    var parts = new LinkedHashMap<Zone, List<Part>>();
    for (var operation : operations) {
      var memory = memories.get(operation.id());
      acted.put(operation.id(), memory == null ? new Acted.NotAccepted<>(null) : new Acted.Accepted<>());
      if (memory != null) {
        byZone(operation, memory).forEach((zone, replacements) -> parts.computeIfAbsent(new Zone(operation.account(), zone),
            key -> new ArrayList<>()).add(new Part(operation, memory, replacements)));
      }
    }
    for (var zone : parts.entrySet()) {
      var wanted = zone.getValue().stream().filter(part -> acted.get(part.operation().id()) instanceof Acted.Accepted).toList();
      var alone = wanted.stream().filter(part -> part.memory().refusal != null).toList();
      for (var part : alone) {
        send(zone.getKey(), List.of(part), acted);
      }
      send(zone.getKey(), wanted.stream().filter(part -> part.memory().refusal == null).toList(), acted);
    }
    return acted;
  }

  private record Zone(AccountKey account, String id) {}

  /** What is left of an operation in one zone. */
  private record Part(ChangeNames operation, Memory memory, List<Replacement> replacements) {}

  /** A change that is refused has changed nothing: whose fault it is shows when its halves are sent by themselves. */
  private void send(Zone zone, List<Part> parts, Map<OperationId, Acted<LaunchOutcome>> acted) throws InterruptedException {
    if (parts.isEmpty()) {
      return;
    }
    var half = parts.size() / 2;
    var answer = parts.stream().mapToInt(part -> part.replacements().size()).sum() > MOST_NAMES && half > 0 ? null
        : names.replace(zone.account(), zone.id(), parts.stream().flatMap(part -> part.replacements().stream()).toList());
    if (half > 0 && (answer == null || answer instanceof Changed.Refused)) {
      send(zone, parts.subList(0, half), acted);
      send(zone, parts.subList(half, parts.size()), acted);
      return;
    }
    for (var part : parts) {
      if (answer instanceof Changed.Sent(var change)) {
        part.memory().changes.put(zone.id(), change);
        part.memory().sentSince = clock.instant();
      } else if (answer != null) {
        acted.put(part.operation().id(), notChanged(part.operation(), part.memory(), answer));
      }
    }
  }

  private Acted<LaunchOutcome> notChanged(ChangeNames operation, Memory memory, Changed answer) {
    return switch (answer) {
      case Changed.Sent sent -> new Acted.Accepted<>();
      case Changed.Later(var wait) -> new Acted.NotAccepted<>(wait);
      case Changed.Unknown(var failure) -> {
        refused(memory, failure);
        yield new Acted.Unknown<>();
      }
      case Changed.Refused(var failure) when failure.permanent() -> new Acted.Ended<>(failed(operation, failure));
      case Changed.Refused(var failure) -> {
        refused(memory, failure);
        yield new Acted.NotAccepted<>(null);
      }
    };
  }

  private void refused(Memory memory, @Nullable Failure failure) {
    if (failure != null) {
      memory.refusal = failure;
      memory.refusedSince = memory.refusedSince == null ? clock.instant() : memory.refusedSince;
    }
  }

  /** What is left to be replaced, by zone. */
  private static Map<String, List<Replacement>> byZone(ChangeNames operation, Memory memory) {
    var byZone = new LinkedHashMap<String, List<Replacement>>();
    for (var change : operation.changes()) {
      var found = Objects.requireNonNull(memory.found.get(change.name()), change.name());
      if (!found.record().equals(change.to())) {
        byZone.computeIfAbsent(change.zoneId(), id -> new ArrayList<>())
            .add(new Replacement(operation.id(), change.name(), found.record(), change.to(), found.version()));
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
