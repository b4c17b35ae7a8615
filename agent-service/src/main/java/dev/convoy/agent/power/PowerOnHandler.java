package dev.convoy.agent.power;

import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.server.AgentOperation.PowerOnSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the hook of a site, once in an attempt: whoever is to run it says so first, and only it runs it then. If it is gone, it
 * is not known whether the hook ran, and the attempt has failed.
 */
public final class PowerOnHandler implements OperationHandler<PowerOnSource, AgentOutcome> {

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int LONGEST = 400;

  private final PowerHooks hooks;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Duration pollInterval;
  private final Set<OperationId> mine = ConcurrentHashMap.newKeySet();
  private final Map<OperationId, HookRun> runs = new ConcurrentHashMap<>();

  /** @param environment of agent-service */
  public PowerOnHandler(PowerHooks hooks, Map<String, String> environment, Clock clock, Duration pollInterval) {
    this.hooks = hooks;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.pollInterval = pollInterval.compareTo(LOOK) < 0 ? pollInterval : LOOK;
  }

  @Override
  public Class<PowerOnSource> operation() {
    return PowerOnSource.class;
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
  public Map<OperationId, Observation<AgentOutcome>> observe(List<PowerOnSource> operations) {
    var operation = operations.getFirst();
    return Map.of(operation.id(), look(operation));
  }

  private Observation<AgentOutcome> look(PowerOnSource operation) {
    var run = runs.get(operation.id());
    if (run != null) {
      return run.result().isDone() ? new Observation.Ended<>(outcome(operation, run.result().join()))
          : Observation.Running.silently();
    }
    var site = operation.source().getSite();
    if (hooks.of(site).isEmpty()) {
      return new Observation.Ended<>(failed(operation, new Failure("CVY-2420", "it is off, and no hook powers it on",
          "power it on by hand: Convoy notices and resumes its applications; a hook for next time is convoy.agent.power-on."
              + site, true)));
    }
    if (!operation.asked()) {
      mine.add(operation.id());
      return new Observation.Running<>(new AgentOutcome.Begun(header(operation)), AgentOutcome.Begun.class);
    }
    return mine.contains(operation.id()) ? new Observation.NotDone<>()
        : new Observation.Ended<>(failed(operation, new Failure("CVY-2423",
            "whoever was to run its power-on hook is gone, and it is not known whether the hook ran",
            "nothing: another attempt follows", false)));
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<PowerOnSource> operations) {
    var operation = operations.getFirst();
    return Map.of(operation.id(), run(operation));
  }

  private Acted<AgentOutcome> run(PowerOnSource operation) {
    var hook = hooks.of(operation.source().getSite());
    if (hook.isEmpty()) {
      return new Acted.NotAccepted<>(null);
    }
    try {
      runs.put(operation.id(), HookRun.start(hook.get(), environment, told(operation)));
      return new Acted.Accepted<>();
    } catch (IOException e) {
      return new Acted.Ended<>(failed(operation, new Failure("CVY-2422", "its power-on hook cannot be started: "
          + Redaction.ofSecrets(List.of()).apply(String.valueOf(e.getMessage())),
          "look at the program on the machine of agent-service; another attempt follows", false)));
    }
  }

  private static Map<String, String> told(PowerOnSource operation) {
    var source = operation.source();
    return Map.of("CONVOY_SERVER_ID", operation.header().serverId(), "CONVOY_FQDN", source.getFqdn(),
        "CONVOY_ADDRESS", source.getAddress(), "CONVOY_SITE", source.getSite(),
        "CONVOY_OPERATION", operation.id().value());
  }

  private AgentOutcome outcome(PowerOnSource operation, HookRun.Result result) {
    if (result.succeeded()) {
      return new AgentOutcome.HookRan(header(operation), line(result.output()));
    }
    var how = result.timedOut() ? "did not end in time and was ended" : "ended with exit code " + result.exit();
    return failed(operation, new Failure("CVY-2422", "its power-on hook " + how + ": " + line(result.output()),
        "look at what the hook says; power the host on by hand: Convoy notices; another attempt follows", false));
  }

  private AgentOutcome failed(PowerOnSource operation, Failure failure) {
    return new AgentOutcome.Failed(header(operation), failure);
  }

  private OutcomeHeader header(PowerOnSource operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }

  private static String line(String output) {
    var text = output.strip().replaceAll("\\s*\\R\\s*", " | ");
    return text.isEmpty() ? "no output" : text.length() > LONGEST ? "…" + text.substring(text.length() - LONGEST) : text;
  }

  /** A hook that runs goes on until it ends or its time is over. */
  @Override
  public void left(OperationId id) {
    mine.remove(id);
    runs.remove(id);
  }
}
