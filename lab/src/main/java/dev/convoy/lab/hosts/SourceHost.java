package dev.convoy.lab.hosts;

import dev.convoy.lab.hosts.HostLedgerEntry.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One host: the verbs check, start and status of the host protocol, one operation at a time. */
final class SourceHost {
  private static final Logger LOG = LoggerFactory.getLogger(SourceHost.class);
  private static final int NOT_UNDERSTOOD = 64;
  private static final int OUTPUT_LIMIT = 16 * 1024;
  private static final int CONNECT_ATTEMPTS = 30;
  private static final Duration CONNECT_PAUSE = Duration.ofSeconds(1);
  private static final int SLOWNESS = 10;
  private static final Duration LONGER_THAN_ANY_SESSION = Duration.ofDays(1);
  /** How long a program waits for the host to go off that it told to. */
  private static final Duration TIME_TO_GO_OFF = Duration.ofMinutes(5);

  private final SimulatedHost host;
  private final FleetServices fleet;
  private final HostWork work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostOperation> operations = new LinkedHashMap<>();
  private final PushedFiles pushed = new PushedFiles();
  private HostState state;
  private boolean closed;
  private boolean booting;
  private volatile @Nullable Doors doors;

  SourceHost(SimulatedHost host, FleetServices fleet, HostState state) {
    this.host = host;
    this.fleet = fleet;
    this.work = new HostWork(host, fleet.aws());
    this.state = state;
    state.operations().forEach(operation -> operations.put(operation.id(), operation));
  }

  SimulatedHost host() {
    return host;
  }

  /** A command line that everybody on the host could see. */
  void given(String line) {
    fleet.commandLines().add(line);
  }

  /** Its agent is installed by somebody else; returns what it was registered as. */
  String installBySomebody(@Nullable String userProvidedId, boolean named, boolean replicating, String accessKeyId,
      String region)
      throws IOException, InterruptedException {
    var id = work.installedBySomebody(userProvidedId, named, replicating, accessKeyId, region);
    lock.lock();
    try {
      state = new HostState(state.writing(), id, state.operations(), state.off());
      fleet.store().save(host.serverId(), state);
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the operations that ran when the lab stopped go on. */
  void adopt() {
    lock.lock();
    try {
      operations.values().stream().filter(HostOperation::running).forEach(this::schedule);
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing is recorded any more. */
  void close() {
    lock.lock();
    closed = true;
    lock.unlock();
  }

  /** Gives it its ports, which are closed at once if it was off when the lab stopped. */
  void connect(Doors ports) {
    doors = ports;
    if (isOff()) {
      turn(false);
    }
  }

  boolean isOff() {
    lock.lock();
    try {
      return state.isOff();
    } finally {
      lock.unlock();
    }
  }

  /** Boots it on request, unless it runs already. */
  void powerOn(String operationId) {
    Instant started = fleet.clock().now();
    log(WorkKind.POWER_ON, operationId, Phase.START, started, null, null);
    wake();
    done(WorkKind.POWER_ON, operationId, started, 0);
  }

  /** It boots by itself, unless it runs already. */
  void wake() {
    lock.lock();
    try {
      if (state.isOff() && !booting) {
        booting = true;
        fleet.clock().at(fleet.clock().now().plus(fleet.clock().wall(fleet.settings().durations().boot())), this::booted);
      }
    } finally {
      lock.unlock();
    }
  }

  /** It goes off at once. */
  void switchOff() {
    lock.lock();
    try {
      state = state.off(true);
      fleet.store().save(host.serverId(), state);
    } finally {
      lock.unlock();
    }
    turn(false);
  }

  private void booted() {
    lock.lock();
    try {
      booting = false;
      if (closed) {
        return;
      }
      state = state.off(false);
      fleet.store().save(host.serverId(), state);
    } finally {
      lock.unlock();
    }
    turn(true);
  }

  /** Opens or closes its ports, and lets AWS notice that its agent reports or does not. */
  private void turn(boolean on) {
    fleet.clock().at(fleet.clock().now(), () -> report(1));
    var ports = doors;
    try {
      if (ports != null && on) {
        ports.open(host);
      } else if (ports != null) {
        ports.close(host);
      }
    } catch (IOException e) {
      LOG.error("[CVY-9118] {}: its ports cannot be {}: {}; restart the lab", host.serverId(), on ? "opened" : "closed",
          e.toString());
    }
  }

  /** Says how it is when it is heard, however late that is. */
  private void report(int attempt) {
    String agent = sourceServerId();
    if (agent == null) {
      return;
    }
    try {
      fleet.aws().seen(agent, !isOff());
    } catch (IOException e) {
      if (attempt < CONNECT_ATTEMPTS) {
        fleet.clock().at(fleet.clock().now().plus(CONNECT_PAUSE), () -> report(attempt + 1));
      } else {
        LOG.error("[CVY-9297] {}: AWS was not told whether its agent reports: {}; restart the lab", host.serverId(), e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean writing() {
    lock.lock();
    try {
      return state.writing();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a verb; what it prints comes when the simulated time it takes has passed. */
  CompletableFuture<CommandResult> run(String verb, String operationId, String payloadText) {
    HostPayload payload;
    try {
      payload = HostPayload.parse(payloadText);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          CommandResult.failed(NOT_UNDERSTOOD, "convoy-host: payload not understood\n"));
    }
    return switch (verb) {
      case "check" -> check(operationId, payload);
      case "put" -> CompletableFuture.completedFuture(put(payload));
      case "agent" -> CompletableFuture.completedFuture(agent(operationId));
      case "start" -> CompletableFuture.completedFuture(start(operationId, payload));
      case "status" -> CompletableFuture.completedFuture(status(operationId));
      default -> CompletableFuture.completedFuture(
          CommandResult.failed(NOT_UNDERSTOOD, "convoy-host: unknown verb\n"));
    };
  }

  /** Writes a line of the ledger for work that is done at once. */
  void done(WorkKind kind, String operationId, Instant started, int exit) {
    log(kind, operationId, Phase.END, started, fleet.clock().now(), exit);
  }

  private CompletableFuture<CommandResult> check(String operationId, HostPayload payload) {
    Instant started = fleet.clock().now();
    return fleet.clock().after(simulated(fleet.settings().durations().check())).thenApply(passed -> {
      done(WorkKind.CHECK, operationId, started, 0);
      return CommandResult.ok(HostChecks.answer(host, sourceServerId(), payload, fleet.clock().now()));
    });
  }

  private CommandResult put(HostPayload payload) {
    String sha512 = payload.get("sha512").orElse("");
    if (!sha512.matches("[0-9a-f]{128}")) {
      return CommandResult.failed(NOT_UNDERSTOOD, "convoy-host: not a SHA-512\n");
    }
    if (host.has(PlantedFault.DISK_FULL) && !payload.data().isEmpty()) {
      return CommandResult.ok(new HostAnswer().scalar("put", "full").scalar("arrived", 0).end());
    }
    boolean before = pushed.has(sha512);
    HostAnswer answer = pushed.put(sha512, payload.number("size", 0), payload.number("offset", 0), payload.bytes());
    if (!before && pushed.has(sha512)) {
      done(WorkKind.PUSH, sha512, fleet.clock().now(), 0);
    }
    return CommandResult.ok(answer.end());
  }

  private CommandResult agent(String operationId) {
    done(WorkKind.STATUS, operationId, fleet.clock().now(), 0);
    return CommandResult.ok(HostChecks.agent(host, sourceServerId()));
  }

  private CommandResult status(String operationId) {
    if (operationId.equals("-")) {
      return CommandResult.failed(NOT_UNDERSTOOD, "convoy-host: status needs an operation\n");
    }
    lock.lock();
    try {
      done(WorkKind.STATUS, operationId, fleet.clock().now(), 0);
      HostOperation operation = operations.get(operationId);
      return CommandResult.ok(
          operation == null ? new HostAnswer().scalar("state", "absent").end() : describe(operation));
    } finally {
      lock.unlock();
    }
  }

  private CommandResult start(String operationId, HostPayload payload) {
    Optional<WorkKind> kind = payload.get("kind").flatMap(WorkKind::startable);
    boolean limited = payload.get("timeout-seconds").filter(limit -> limit.matches("[0-9]{1,9}")).isPresent();
    if (kind.isEmpty() || !limited || payload.get("program").isEmpty() || operationId.equals("-")) {
      return CommandResult.failed(NOT_UNDERSTOOD,
          "convoy-host: start needs an operation, a known kind, timeout-seconds and a program\n");
    }
    lock.lock();
    try {
      HostOperation known = operations.get(operationId);
      if (known != null) {
        return CommandResult.ok(describe(known));
      }
      Optional<HostOperation> other = operations.values().stream().filter(HostOperation::running).findFirst();
      if (other.isPresent()) {
        return CommandResult.ok(
            new HostAnswer().scalar("state", "busy").scalar("busy-operation", other.get().id()).end());
      }
      Optional<String> later = payload.get("overtaken-by").flatMap(this::overtaking);
      if (later.isPresent()) {
        return CommandResult.ok(
            new HostAnswer().scalar("state", "overtaken").scalar("overtaking-operation", later.get()).end());
      }
      HostOperation operation = plan(operationId, kind.get(), payload);
      begin(operation);
      return CommandResult.ok(new HostAnswer()
          .scalar("state", "started").scalar("started", operation.started().getEpochSecond()).end());
    } finally {
      lock.unlock();
    }
  }

  /** The first operation that was started here and overtakes one of which the lines say what does. */
  private Optional<String> overtaking(String lines) {
    return lines.lines().map(line -> line.split(" ", -1)).filter(words -> words.length == 3)
        .flatMap(words -> operations.keySet().stream().filter(id -> isLater(id, words[0], Long.parseLong(words[1]), Long.parseLong(words[2]))))
        .findFirst();
  }

  private static boolean isLater(String id, String kind, long round, long attempt) {
    String[] numbers = id.startsWith(kind + ":") ? id.substring(kind.length() + 1).split(":", -1) : new String[0];
    if (numbers.length != 2) {
      return false;
    }
    long later = Long.parseLong(numbers[0]) - round;
    return later > 0 || later == 0 && Long.parseLong(numbers[1]) >= attempt;
  }

  private void begin(HostOperation operation) {
    remember(operation, state);
    log(operation.kind(), operation.id(), Phase.START, operation.started(), null, null);
    schedule(operation);
  }

  private HostOperation plan(String id, WorkKind kind, HostPayload payload) {
    boolean install = kind == WorkKind.INSTALL;
    Installation installation = install ? Installation.of(payload, pushed::has, host.offline()) : null;
    Instant started = fleet.clock().now();
    Instant limit = started.plusSeconds(payload.number("timeout-seconds", 0));
    Instant end = started.plus(fleet.clock().wall(simulated(duration(kind))));
    boolean timedOut = install && host.has(PlantedFault.INSTALLER_HANGS) || limit.isBefore(end);
    Instant due = timedOut ? limit : end;
    String output = installation == null ? "" : InstallerText.begun(installation.region());
    return new HostOperation(id, kind, started, due, timedOut, null, null, output, installation);
  }

  private void schedule(HostOperation operation) {
    fleet.clock().at(operation.due(), () -> finish(operation, 1));
  }

  private void finish(HostOperation operation, int attempt) {
    try {
      end(operation, work.run(operation, sourceServerId()));
    } catch (ConnectException e) {
      if (attempt < CONNECT_ATTEMPTS) {
        fleet.clock().at(fleet.clock().now().plus(CONNECT_PAUSE), () -> finish(operation, attempt + 1));
      } else {
        end(operation, HostEffect.failed(operation.output() + "urlopen error [Errno 10060] Connection times out\n"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(HostOperation operation, HostEffect effect) {
    lock.lock();
    try {
      if (!closed) {
        HostOperation ended = operation.end(fleet.clock().now(), effect.result());
        remember(ended, effect.applyTo(state));
        log(ended.kind(), ended.id(), Phase.END, ended.started(), ended.ended(), ended.exit());
      }
    } finally {
      lock.unlock();
    }
    if (effect.off()) {
      turn(false);
    }
  }

  private void remember(HostOperation operation, HostState changed) {
    operations.put(operation.id(), operation);
    state = new HostState(changed.writing(), changed.sourceServerId(), List.copyOf(operations.values()),
        changed.off());
    fleet.store().save(host.serverId(), state);
  }

  private @Nullable String sourceServerId() {
    lock.lock();
    try {
      return state.sourceServerId();
    } finally {
      lock.unlock();
    }
  }

  private static String describe(HostOperation operation) {
    String output = operation.output();
    HostAnswer answer = new HostAnswer()
        .scalar("state", operation.running() ? "running" : "ended")
        .scalar("started", operation.started().getEpochSecond())
        .scalar("output", output.substring(Math.max(0, output.length() - OUTPUT_LIMIT)));
    if (operation.exit() != null) {
      answer.scalar("exit", operation.exit());
    }
    return answer.end();
  }

  private Duration duration(WorkKind kind) {
    HostDurations durations = fleet.settings().durations();
    return switch (kind) {
      case INSTALL -> durations.install();
      case QUIESCE -> durations.quiesce();
      case RESUME, REMOVE, COPY, GRANT, REVOKE -> durations.resume();
      case CHECK -> durations.check();
      case SHUTDOWN -> host.has(PlantedFault.STAYS_ON) ? TIME_TO_GO_OFF : durations.shutdown();
      case STATUS, UPLOAD, PUSH, POWER_ON -> Duration.ZERO;
    };
  }

  private Duration simulated(Duration usual) {
    if (host.has(PlantedFault.STANDS_STILL)) {
      return LONGER_THAN_ANY_SESSION;
    }
    return host.has(PlantedFault.SLOW) ? usual.multipliedBy(SLOWNESS) : usual;
  }

  private void log(
      WorkKind kind, String id, Phase phase, Instant start, @Nullable Instant end, @Nullable Integer exit) {
    Instant now = fleet.clock().now();
    fleet.ledger().add(new HostLedgerEntry(
        now, fleet.clock().seconds(now), host.name(), host.serverId(), kind, id, phase, start, end, exit));
  }
}
