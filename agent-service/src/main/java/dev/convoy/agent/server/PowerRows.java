package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.AwaitSource;
import dev.convoy.agent.server.AgentOperation.PowerOnSource;
import dev.convoy.agent.server.AgentOperation.ShutDownSource;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.HookRan;
import dev.convoy.agent.server.AgentOutcome.SwitchedOff;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.AgentOutcome.Woke;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Phased;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.convoy.agent.server.PowerPhase.AWAKE;
import static dev.convoy.agent.server.PowerPhase.OFF;
import static dev.convoy.agent.server.PowerPhase.POWERING_ON;
import static dev.convoy.agent.server.PowerPhase.POWER_AWAITED;
import static dev.convoy.agent.server.PowerPhase.RUNNING;
import static dev.convoy.agent.server.PowerPhase.SHUTTING_DOWN;
import static dev.convoy.agent.server.PowerPhase.STILL_ON;
import static dev.convoy.agent.server.PowerPhase.UNKNOWN;

/**
 * What follows the drain of a source that is to be off: it is shut down once, watched until its round is finalized, and
 * powered on before it is resumed. The way back is open from every one of these phases, and never given up.
 */
final class PowerRows {

  /** The host was not seen to be off in time. */
  static final String NOT_OFF = "CVY-2410";

  /** The host does not answer though its hook has run. */
  static final String NOT_ON = "CVY-2421";

  /** On the way back. */
  private static final Set<PowerPhase> BACK = EnumSet.of(POWERING_ON, POWER_AWAITED);

  private final PowerPolicy policy;
  private final WorkerGroups groups;
  private final Lifecycle<PowerPhase, Powered, AgentOutcome> lifecycle;

  PowerRows(PowerPolicy policy, WorkerGroups groups) {
    this.policy = policy;
    this.groups = groups;
    this.lifecycle = table();
  }

  /** A server by whether its source runs. */
  record Powered(AgentServer server) implements Phased<PowerPhase, Powered> {

    @Override
    public PowerPhase phase() {
      return power().phase();
    }

    @Override
    public Powered enter(PowerPhase next, Instant at) {
      return with(c -> {
        c.phase = next;
        c.since = at;
        c.retryAt = null;
      });
    }

    Power power() {
      return Power.of(server);
    }

    Powered with(Consumer<Power.Draft> change) {
      return new Powered(server.withPower(power().with(change)));
    }
  }

  Lifecycle<PowerPhase, Powered, AgentOutcome> lifecycle() {
    return lifecycle;
  }

  private Lifecycle<PowerPhase, Powered, AgentOutcome> table() {
    var table = Lifecycle.<PowerPhase, Powered, AgentOutcome>startingIn(RUNNING);
    table.from(OFF).when("to be resumed", (s, now) -> isToGoBack(s), POWERING_ON, (s, out, now) -> attempt(s, 1, now));
    table.from(EnumSet.of(RUNNING, SHUTTING_DOWN, STILL_ON, AWAKE, UNKNOWN)).when("to be resumed, may be off",
        (s, now) -> isToGoBack(s), POWER_AWAITED, (s, out, now) -> attempt(s, 1, now)
            .with(c -> c.retryAt = c.off ? now : now.plus(policy.hookAfter())));
    table.from(RUNNING).when("drained", (s, now) -> isToBeShutDown(s), SHUTTING_DOWN, (s, out, now) -> shutting(s, 1, now));
    shutDown(table);
    watch(table);
    powerOn(table);
    unserved(table);
    return table.build();
  }

  private void shutDown(Lifecycle.Builder<PowerPhase, Powered, AgentOutcome> table) {
    table.from(SHUTTING_DOWN)
        .on(Begun.class, "not begun before", (s, r) -> !s.power().asked(), SHUTTING_DOWN,
            (s, r, out, now) -> s.with(c -> c.asked = true))
        .on(SwitchedOff.class, OFF, (s, r, out, now) -> {
          out.emit(PowerEvents.shutDown(s.server(), r, now));
          return s.with(c -> c.off = true);
        })
        .on(Failed.class, STILL_ON, (s, r, out, now) -> notShutDown(s, r.failure(), out, now))
        .on(Unserved.class, STILL_ON, (s, r, out, now) -> notShutDown(s,
            nobody(s, "then retry the server, or shut the host down by hand"), out, now))
        .when("overdue", (s, now) -> isDue(deadline(s.server()), now), STILL_ON, (s, out, now) -> notShutDown(s,
            new Failure(NOT_OFF, "the host was not seen to be off in time",
                "look at its console; shut it down by hand, or leave it on: the cutover goes on", true), out, now));
    table.from(STILL_ON).when("retry requested",
        (s, now) -> s.server().retry() && !s.server().held() && !isOver(s, s.power().begunRound()), SHUTTING_DOWN,
        (s, out, now) -> shutting(s, s.power().attempt() + 1, now));
  }

  private void watch(Lifecycle.Builder<PowerPhase, Powered, AgentOutcome> table) {
    table.from(OFF).on(Woke.class, AWAKE, (s, r, out, now) -> {
      var next = nextAttempt(s, now).with(c -> c.off = false);
      out.emit(PowerEvents.woke(next.server(), r, now));
      return next;
    });
    table.from(AWAKE).on(SwitchedOff.class, OFF, (s, r, out, now) -> {
      var next = nextAttempt(s, now).with(c -> c.off = true);
      out.emit(PowerEvents.shutDown(next.server(), r, now));
      return next;
    });
    table.from(EnumSet.of(STILL_ON, OFF, AWAKE)).when("watched no more", (s, now) -> isOver(s, s.power().begunRound()), RUNNING,
        (s, out, now) -> s);
  }

  private void powerOn(Lifecycle.Builder<PowerPhase, Powered, AgentOutcome> table) {
    table.from(BACK).on(Woke.class, RUNNING, (s, r, out, now) -> {
      out.emit(PowerEvents.poweredOn(s.server(), r, now));
      return s.with(c -> {
        c.begunRound = 0;
        c.off = false;
        c.asked = false;
        c.failure = null;
      });
    });
    table.from(POWERING_ON)
        .on(Begun.class, "not begun before", (s, r) -> !s.power().asked(), POWERING_ON,
            (s, r, out, now) -> s.with(c -> c.asked = true))
        .on(HookRan.class, POWER_AWAITED,
            (s, r, out, now) -> s.with(c -> {
              c.asked = true;
              c.retryAt = now.plus(policy.answerWithin());
            }))
        .on(Failed.class, POWER_AWAITED, (s, r, out, now) -> {
          out.emit(PowerEvents.notPoweredOn(s.server(), r.failure(), isLast(s, r.failure()), now));
          return s.with(c -> {
            c.asked = false;
            c.failure = r.failure();
            c.retryAt = r.failure().permanent() ? null : now.plus(policy.hook().after(c.attempt));
          });
        });
    table.from(POWER_AWAITED)
        .when("no answer", (s, now) -> s.power().due(now) && s.power().asked(), POWERING_ON, (s, out, now) -> {
          var failure = new Failure(NOT_ON, "its hook has run and the host does not answer",
              "look at its console; Convoy goes on trying, and notices when it answers", false);
          out.emit(PowerEvents.notPoweredOn(s.server(), failure, isLast(s, failure), now));
          return nextAttempt(s, now);
        })
        .when("hook due", (s, now) -> s.power().due(now) || s.server().retry(), POWERING_ON,
            (s, out, now) -> nextAttempt(s, now));
  }

  private void unserved(Lifecycle.Builder<PowerPhase, Powered, AgentOutcome> table) {
    for (var phase : EnumSet.of(OFF, AWAKE)) {
      table.from(phase).on(Unserved.class, "others serve it now", (s, r) -> isServedByOthers(s), phase,
          (s, r, out, now) -> nextAttempt(s, now));
    }
    for (var phase : BACK) {
      table.from(phase)
          .on(Unserved.class, "others serve it now", (s, r) -> isServedByOthers(s), POWERING_ON,
              (s, r, out, now) -> nextAttempt(s, now))
          .on(Unserved.class, "nobody serves it", (s, r) -> !isTold(s), phase, (s, r, out, now) -> {
            var failure = nobody(s, "power the host on and resume its applications by hand meanwhile");
            out.emit(PowerEvents.notPoweredOn(s.server(), failure, true, now));
            return s.with(c -> c.failure = failure);
          });
    }
  }

  private Powered shutting(Powered s, int number, Instant now) {
    var id = OperationId.of(s.server().serverId(), "ShutDownSource", s.server().round(), number);
    return attempt(s, number, now).with(c -> {
      c.begunRound = s.server().round();
      c.shutdown = id.value();
      c.off = false;
    });
  }

  private static Powered notShutDown(Powered s, Failure failure, Emitter out, Instant now) {
    out.emit(PowerEvents.notShutDown(s.server(), failure, now));
    return s.with(c -> c.failure = failure);
  }

  private Powered nextAttempt(Powered s, Instant now) {
    return attempt(s, s.power().attempt() + 1, now);
  }

  /** An attempt begins, whose workers are settled with it; what a person has asked for is done with it. */
  private Powered attempt(Powered s, int number, Instant now) {
    var group = UnservedRows.group(s.server(), groups);
    return new Powered(s.server().withoutRetry()).with(c -> {
      c.attempt = number;
      c.since = now;
      c.asked = false;
      c.retryAt = null;
      c.failure = null;
      c.workers = group;
    });
  }

  private boolean isServedByOthers(Powered s) {
    return !Objects.equals(UnservedRows.group(s.server(), groups), s.power().workers());
  }

  private static boolean isTold(Powered s) {
    var failure = s.power().failure();
    return failure != null && failure.code().equals(UnservedRows.CODE);
  }

  private Failure nobody(Powered s, String then) {
    return UnservedRows.failure(s.server(), groups, s.power().workers(), then);
  }

  private boolean isToBeShutDown(Powered s) {
    var server = s.server();
    return server.phase() == AgentPhase.QUIESCED && server.itsTurn() && !server.held() && !isOver(s, server.round())
        && s.power().drainedRound() == server.round() && s.power().begunRound() < server.round()
        && policy.isToBeOff(server);
  }

  private static boolean isToGoBack(Powered s) {
    return s.server().toBeResumed() && mayBeOff(s.server());
  }

  /** Such a source is powered on before it is resumed. */
  static boolean mayBeOff(AgentServer s) {
    return s.phase() == AgentPhase.QUIESCED && s.round() > 0 && Power.of(s).begunRound() == s.round();
  }

  /** Nobody goes back any more, or the server is none of ours. */
  private static boolean isOver(Powered s, int round) {
    return s.server().withdrawn() || s.power().finalizedRound() >= round;
  }

  private boolean isLast(Powered s, Failure failure) {
    return failure.permanent() || !policy.hook().allowsAfter(s.power().attempt());
  }

  private static boolean isDue(@Nullable Instant deadline, Instant now) {
    return deadline != null && !now.isBefore(deadline);
  }

  /** By when a shutdown is to have ended; time that it is held does not count. */
  private @Nullable Instant deadline(AgentServer s) {
    var power = Power.of(s);
    if (power.phase() != SHUTTING_DOWN || s.held()) {
      return null;
    }
    return (s.since().isAfter(power.since()) ? s.since() : power.since()).plus(policy.shutdownWithin());
  }

  /** When something is due by itself; null = nothing is. */
  @Nullable Instant wakeAt(AgentServer s) {
    return Stream.of(Power.of(s).retryAt(), deadline(s)).filter(Objects::nonNull).map(Instant.class::cast)
        .min(Instant::compareTo).orElse(null);
  }

  /** True when a person may ask for another attempt. */
  static boolean isStuck(AgentServer s) {
    var phase = Power.of(s).phase();
    return phase == STILL_ON || phase == POWER_AWAITED;
  }

  /** Notes nothing where nothing is ever shut down. */
  AgentServer drained(AgentServer s, ReplicationDrained e) {
    return policy.isOn()
        ? s.withPower(Power.of(s).with(c -> c.drainedRound = Math.max(c.drainedRound, e.getRound()))) : s;
  }

  AgentServer finalized(AgentServer s, CutoverFinalized e) {
    return policy.isOn() || s.power() != null
        ? s.withPower(Power.of(s).with(c -> c.finalizedRound = Math.max(c.finalizedRound, e.getRound()))) : s;
  }

  /** What follows for the power of a source. */
  Decision<Powered> run(AgentServer s, @Nullable AgentOutcome outcome, Emitter out, Instant now) {
    return lifecycle.run(new Powered(s), outcome, out, now);
  }

  static List<AgentOperation> wanted(AgentServer s) {
    var name = Objects.requireNonNullElse(Power.of(s).shutdown(), "");
    return switch (Power.of(s).phase()) {
      case SHUTTING_DOWN -> List.of(new ShutDownSource(
          header(s, "ShutDownSource", !s.held()), source(s), Power.of(s).asked()));
      case OFF -> List.of(new WatchSource(header(s, "WatchSource", true), source(s), false));
      case AWAKE -> List.of(new WatchSource(header(s, "WatchSource", true), source(s), true));
      case POWERING_ON -> List.of(
          new PowerOnSource(header(s, "PowerOnSource", true), source(s), Power.of(s).asked()),
          new AwaitSource(header(s, "AwaitSource", true), source(s), name));
      case POWER_AWAITED -> List.of(new AwaitSource(header(s, "AwaitSource", true), source(s), name));
      case RUNNING, STILL_ON, UNKNOWN -> List.of();
    };
  }

  private static SourceHost source(AgentServer s) {
    return s.settings().getSource();
  }

  private static OperationHeader header(AgentServer s, String kind, boolean act) {
    var power = Power.of(s);
    return new OperationHeader(s.serverId(), kind, power.begunRound(), power.attempt(), s.serverId(), act, power.since(),
        s.settings().getWaveId(), power.workers(), null);
  }
}
