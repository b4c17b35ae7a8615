package dev.convoy.agent.server;

import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.LastLook;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Work that runs detached on a host under the name of its operation, so that any later session finds it again: the host
 * itself is the evidence, and it is never in doubt.
 */
public abstract class DetachedHandler<O extends AgentOperation> implements OperationHandler<O, AgentOutcome> {

  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Class<O> type;
  private final HostWork work;
  private final Programs programs;
  private final Urgency looking;
  private final Urgency starting;
  private final Clock clock;
  private final Duration pollInterval;
  private final Map<OperationId, Boolean> tried = new ConcurrentHashMap<>();

  /**
   * @param programs how many run at once
   * @param looking how urgent it is to see how a program stands
   * @param starting how urgent it is to start one
   */
  protected DetachedHandler(Class<O> type, HostWork work, Programs programs, Urgency looking, Urgency starting,
      Clock clock, Duration pollInterval) {
    this.type = type;
    this.work = work;
    this.programs = programs;
    this.looking = looking;
    this.starting = starting;
    this.clock = clock;
    this.pollInterval = pollInterval;
  }

  /** What is to run. A refusal needs a person. */
  protected abstract ProgramSpec program(O operation) throws PushFailure;

  /** What a program that has ended means. */
  protected abstract Observation<AgentOutcome> ended(O operation, OperationState.Ended ended);

  /** What a program means that runs. */
  protected Observation<AgentOutcome> runs(O operation) {
    return running(begun(operation));
  }

  /** What a program means whose process is gone without an exit code. */
  protected Observation<AgentOutcome> lost(O operation, OperationState.Lost lost) {
    return new Observation.Ended<>(failed(operation, new Failure("CVY-2222",
        "its process is gone without an exit code: " + lastLines(lost.output()),
        "look whether the host was rebooted; another attempt follows", false)));
  }

  /** What is recorded once its turn has come; empty when nobody asks. */
  protected Optional<AgentOutcome> begun(O operation) {
    return Optional.empty();
  }

  @Override
  public Class<O> operation() {
    return type;
  }

  /** A host does not start an operation whose folder is there. */
  @Override
  public boolean happensOnce() {
    return true;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<AgentOutcome>> observe(List<O> operations) throws InterruptedException {
    var operation = operations.getFirst();
    return Map.of(operation.id(), look(operation));
  }

  @Override
  public void left(OperationId id) {
    work.left(id);
    programs.left(id);
    tried.remove(id);
  }

  private Observation<AgentOutcome> look(O operation) throws InterruptedException {
    try {
      var seen = see(operation);
      return seen instanceof Observation.NotDone ? told(operation).orElse(seen) : seen;
    } catch (UnreachableException e) {
      return told(operation).orElseThrow(() -> e);
    }
  }

  /** That its turn has come, once, if it was tried and is seen neither to run nor to have ended. */
  private Optional<Observation<AgentOutcome>> told(O operation) {
    return tried.replace(operation.id(), false, true) ? begun(operation).map(each -> running(Optional.of(each)))
        : Optional.empty();
  }

  private static Observation<AgentOutcome> running(Optional<AgentOutcome> begun) {
    return begun.<Observation<AgentOutcome>>map(each -> new Observation.Running<>(each, AgentOutcome.Begun.class))
        .orElseGet(Observation.Running::silently);
  }

  private Observation<AgentOutcome> see(O operation) throws InterruptedException {
    try {
      var state = work.in(operation, looking, (session, deadline) -> session.status(name(operation), deadline));
      if (state instanceof OperationState.Running) {
        programs.runs(Visit.of(operation, looking));
      } else {
        programs.over(operation.id());
      }
      return switch (state) {
        case OperationState.Absent a -> new Observation.NotDone<>();
        case OperationState.Busy b -> Observation.Running.silently();
        case OperationState.Overtaken by -> new Observation.Ended<>(overtaken(operation, by));
        case OperationState.Running r -> runs(operation);
        case OperationState.Ended ended -> ended(operation, ended);
        case OperationState.Lost lost -> lost(operation, lost);
      };
    } catch (PushFailure e) {
      if (e.kind().retriable()) {
        tried.putIfAbsent(operation.id(), false);
        throw new UnreachableException(String.valueOf(e.getMessage()), RETRY, e);
      }
      return new Observation.Ended<>(failed(operation, HostWork.failure(e)));
    }
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<O> operations) throws InterruptedException {
    var operation = operations.getFirst();
    return Map.of(operation.id(), start(operation));
  }

  /** Its place is kept while it may run: until a look sees that it does not. */
  private Acted<AgentOutcome> start(O operation) throws InterruptedException {
    var visit = Visit.of(operation, starting);
    if (!programs.begin(visit)) {
      return new Acted.NotAccepted<>(RETRY);
    }
    boolean mayRun = false;
    try {
      var acted = startInPlace(operation, visit);
      mayRun = acted instanceof Acted.Accepted || acted instanceof Acted.Unknown;
      return acted;
    } finally {
      if (!mayRun) {
        programs.over(operation.id());
      }
    }
  }

  private Acted<AgentOutcome> startInPlace(O operation, Visit visit) throws InterruptedException {
    try {
      return work.inTurn(visit, () -> {
        tried.putIfAbsent(operation.id(), false);
        var program = program(operation);
        return (session, deadline) -> begin(operation, program, session, deadline);
      });
    } catch (PushFailure e) {
      return switch (e.kind()) {
        case LOST, TIMED_OUT -> new Acted.Unknown<>();
        case UNREACHABLE -> throw new UnreachableException(String.valueOf(e.getMessage()), RETRY, e);
        case BUSY -> new Acted.NotAccepted<>(RETRY);
        default -> new Acted.Ended<>(failed(operation, HostWork.failure(e)));
      };
    }
  }

  /** Starts the program on the host that was entered for it. Entering took its time, so that it may be somebody else's by now. */
  protected Acted<AgentOutcome> begin(O operation, ProgramSpec program, HostSession session, Deadline deadline)
      throws PushFailure {
    if (!LastLook.permits()) {
      return new Acted.NotAccepted<>(Duration.ZERO);
    }
    return switch (session.start(name(operation), program, deadline)) {
      case OperationState.Busy b -> new Acted.NotAccepted<>(RETRY);
      case OperationState.Overtaken by -> new Acted.Ended<>(overtaken(operation, by));
      case OperationState.Absent a -> new Acted.Accepted<>();
      case OperationState.Running r -> new Acted.Accepted<>();
      case OperationState.Ended e -> new Acted.Accepted<>();
      case OperationState.Lost l -> new Acted.Accepted<>();
    };
  }

  private AgentOutcome overtaken(O operation, OperationState.Overtaken by) {
    return failed(operation, new Failure("CVY-2231", "its host has already started " + by.byOperation()
        + ", which came after " + operation.id() + ": nothing was run",
        "if the topics of Convoy were made anew, remove the folder ops of Convoy on the host; then retry", true));
  }

  private static OperationName name(AgentOperation operation) {
    return new OperationName(operation.id().value());
  }

  protected final AgentOutcome failed(O operation, Failure failure) {
    return new AgentOutcome.Failed(outcomeHeader(operation), failure);
  }

  protected final OutcomeHeader outcomeHeader(O operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }

  /** The last lines of an output, in one line, at most 400 characters. */
  public static String lastLines(String output) {
    var text = output.strip().replaceAll("\\s*\\R\\s*", " | ");
    return text.length() > 400 ? "…" + text.substring(text.length() - 400) : text.isEmpty() ? "no output" : text;
  }
}
