package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CloseBreakGlass;
import dev.convoy.agent.server.AgentOperation.OpenBreakGlass;
import dev.convoy.agent.server.AgentOutcome.BreakGlassGone;
import dev.convoy.agent.server.AgentOutcome.BreakGlassMade;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Phased;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.convoy.agent.server.BreakGlassPhase.CLOSE_WAITING;
import static dev.convoy.agent.server.BreakGlassPhase.CLOSING;
import static dev.convoy.agent.server.BreakGlassPhase.NONE;
import static dev.convoy.agent.server.BreakGlassPhase.OPEN;
import static dev.convoy.agent.server.BreakGlassPhase.OPENING;
import static dev.convoy.agent.server.BreakGlassPhase.OPEN_WAITING;
import static dev.convoy.agent.server.BreakGlassPhase.UNKNOWN;

/**
 * The local administrator that a person asked for, beside whatever else is done with a server, and whether that is held or not.
 * It ends by its time, by a person, and with the server. To open it is given up, to close it never: whatever may be on the host
 * is closed, also after an opening that failed.
 */
final class BreakGlassRows {

  /** None is configured: no host was entered for it. */
  static final String NOT_CONFIGURED = "CVY-2360";

  private static final String NOT_OPEN = "CVY-2363";
  private static final String NOT_CLOSED = "CVY-2364";
  private static final String BY_HAND = "end its sessions and remove the account on the host by hand; Convoy goes on trying";
  /** Kinds of its operations. */
  private static final Set<String> KINDS = Set.of("OpenBreakGlass", "CloseBreakGlass");
  /** It may be on the host, and is to be. */
  private static final Set<BreakGlassPhase> UP = EnumSet.of(OPENING, OPEN_WAITING, OPEN);

  private final AgentPolicy policy;
  private final WorkerGroups groups;
  private final Lifecycle<BreakGlassPhase, Glass, AgentOutcome> lifecycle;

  BreakGlassRows(AgentPolicy policy, WorkerGroups groups) {
    this.policy = policy;
    this.groups = groups;
    this.lifecycle = table();
  }

  /** A server by its break-glass account. */
  record Glass(AgentServer server) implements Phased<BreakGlassPhase, Glass> {

    @Override
    public BreakGlassPhase phase() {
      return known().phase();
    }

    @Override
    public Glass enter(BreakGlassPhase next, Instant at) {
      return with(c -> {
        c.phase = next;
        c.since = at;
        c.retryAt = null;
      });
    }

    BreakGlass known() {
      return BreakGlass.of(server);
    }

    Glass with(Consumer<BreakGlass.Draft> change) {
      return new Glass(server.withBreakGlass(known().with(change)));
    }
  }

  Lifecycle<BreakGlassPhase, Glass, AgentOutcome> lifecycle() {
    return lifecycle;
  }

  /** True of what came of its operations, which says nothing about the phase of the server. */
  static boolean isAbout(AgentOutcome outcome) {
    return KINDS.contains(outcome.header().kind());
  }

  Decision<Glass> run(AgentServer s, @Nullable AgentOutcome outcome, Emitter out, Instant now) {
    return lifecycle.run(new Glass(s), outcome, out, now);
  }

  private Lifecycle<BreakGlassPhase, Glass, AgentOutcome> table() {
    var table = Lifecycle.<BreakGlassPhase, Glass, AgentOutcome>startingIn(NONE);
    table.from(NONE)
        .when("ended with its server", (s, now) -> isAsked(s) && isOver(s), NONE, (s, out, now) -> dropped(s))
        .when("its time is over before", (s, now) -> isLate(s, now), NONE, (s, out, now) -> {
          var next = s.with(c -> c.attempt++);
          out.emit(BreakGlassEvents.notOpened(next.server(), late("its time was over before it could be opened"), true, now));
          return dropped(next);
        })
        .when("asked for", (s, now) -> s.known().until() != null && isReachable(s), OPENING, (s, out, now) -> opening(first(s), now))
        .when("asked to be gone", (s, now) -> s.known().closing() && isReachable(s), CLOSING, (s, out, now) -> closing(first(s), now));
    table.from(UP).when("its end", (s, now) -> isToEnd(s, now), CLOSING, (s, out, now) -> closing(first(dropped(s)), now));
    open(table);
    close(table);
    table.from(UNKNOWN).when("closed to be sure", (s, now) -> s.known().source() != null || isReachable(s), CLOSING, (s, out, now) -> closing(first(dropped(s)), now));
    return table.build();
  }

  private void open(Lifecycle.Builder<BreakGlassPhase, Glass, AgentOutcome> table) {
    table.from(OPENING)
        .on(BreakGlassMade.class, OPEN, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.opened(s.server(), r, Objects.requireNonNullElse(s.known().openUntil(), now), now));
          return s;
        })
        .on(Failed.class, "nothing was begun", (s, r) -> isNothing(s, r), NONE, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.notOpened(s.server(), r.failure(), true, now));
          return dropped(s);
        })
        .on(Failed.class, "another attempt", (s, r) -> again(s, r), OPEN_WAITING, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.notOpened(s.server(), r.failure(), false, now));
          return s.with(c -> c.retryAt = now.plus(policy.runbook().after(c.tries)));
        })
        .on(Failed.class, "given up", (s, r) -> true, CLOSING, (s, r, out, now) -> given(s, r.failure(), out, now))
        .on(Unserved.class, "others serve it now", (s, r) -> isServedByOthers(s), OPENING, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.notOpened(s.server(), UnservedRows.givenUp(s.known().attempt() + 1), false, now));
          return opening(s, now);
        })
        .on(Unserved.class, "nobody serves it", (s, r) -> true, CLOSING, (s, r, out, now) -> given(s, nobody(s), out, now))
        .when("overdue", (s, now) -> isOverdue(s, now), CLOSING, (s, out, now) ->
            given(s, late("the account was not seen to be opened within " + policy.runbookWithin()), out, now));
    table.from(OPEN_WAITING).when("retry due", BreakGlassRows::isDue, OPENING, (s, out, now) -> opening(s, now));
    table.from(OPEN).when("for another time", (s, now) -> !Objects.equals(s.known().until(), s.known().openUntil()), OPENING,
        (s, out, now) -> opening(first(s), now));
  }

  private void close(Lifecycle.Builder<BreakGlassPhase, Glass, AgentOutcome> table) {
    table.from(CLOSING)
        .on(BreakGlassGone.class, NONE, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.closed(s.server(), r, now));
          return s.with(c -> {
            c.openUntil = null;
            c.source = null;
            c.told = false;
            c.workers = null;
          });
        })
        .on(Failed.class, CLOSE_WAITING, (s, r, out, now) -> notClosed(s, r.failure(), !again(s, r), out, now)
            .with(c -> c.retryAt = now.plus(policy.runbook().after(c.tries))))
        .on(Unserved.class, "others serve it now", (s, r) -> isServedByOthers(s), CLOSING, (s, r, out, now) -> {
          out.emit(BreakGlassEvents.notClosed(s.server(), UnservedRows.givenUp(s.known().attempt() + 1), false, now));
          return closing(s, now);
        })
        .on(Unserved.class, "nobody serves it", (s, r) -> !s.known().told(), CLOSING,
            (s, r, out, now) -> notClosed(s, nobody(s), true, out, now))
        .when("overdue", (s, now) -> isOverdue(s, now), CLOSING, (s, out, now) -> notClosed(s, new Failure(NOT_CLOSED,
            "the break-glass account was not seen to be gone within " + policy.runbookWithin(), BY_HAND, false), true, out, now));
    table.from(CLOSE_WAITING).when("retry due", (s, now) -> isDue(s, now) || s.known().closing(), CLOSING,
        (s, out, now) -> closing(s, now));
  }

  private Glass opening(Glass s, Instant now) {
    return attempt(s, now).with(c -> c.openUntil = c.until);
  }

  private Glass closing(Glass s, Instant now) {
    return attempt(s, now).with(c -> {
      c.told = c.told && !c.closing;
      c.closing = false;
    });
  }

  /** It goes on with the settings of today, as long as they speak of the same host; its workers are settled with it. */
  private Glass attempt(Glass s, Instant now) {
    var host = host(s);
    var wave = isAt(s.server(), host) ? s.server().settings().getWaveId() : s.known().waveId();
    return s.with(c -> {
      c.attempt++;
      c.tries++;
      c.since = now;
      c.retryAt = null;
      c.begunRound = c.round;
      c.order = Math.max(c.order + 1, now.toEpochMilli());
      c.source = host;
      c.waveId = wave;
      c.workers = group(host, wave);
    });
  }

  private static SourceHost host(Glass s) {
    var at = s.known().source();
    return at == null || isAt(s.server(), at) ? s.server().settings().getSource() : at;
  }

  private static boolean isAt(AgentServer s, SourceHost host) {
    return s.build() != null && s.settings().getSource().getAddress().equals(host.getAddress());
  }

  private @Nullable String group(SourceHost host, @Nullable String wave) {
    return groups.of(host.getSite(), Objects.requireNonNullElse(wave, ""));
  }

  private static Glass first(Glass s) {
    return s.with(c -> {
      c.tries = 0;
      c.told = false;
    });
  }

  private static Glass dropped(Glass s) {
    return s.with(c -> {
      c.until = null;
      c.closing = false;
    });
  }

  private Glass given(Glass s, Failure failure, Emitter out, Instant now) {
    out.emit(BreakGlassEvents.notOpened(s.server(), failure, true, now));
    return closing(first(dropped(s)), now);
  }

  private Glass notClosed(Glass s, Failure failure, boolean last, Emitter out, Instant now) {
    if (!s.known().told()) {
      out.emit(BreakGlassEvents.notClosed(s.server(), failure, last, now));
    }
    return s.with(c -> c.told = c.told || last);
  }

  private boolean again(Glass s, Failed failed) {
    return !failed.failure().permanent() && policy.runbook().allowsAfter(s.known().tries());
  }

  /** Of a first attempt it is known that nothing was done for it; the next would come to the same. */
  private static boolean isNothing(Glass s, Failed failed) {
    return s.known().tries() == 1 && failed.failure().code().equals(NOT_CONFIGURED);
  }

  private boolean isServedByOthers(Glass s) {
    return !Objects.equals(group(host(s), s.known().waveId()), s.known().workers());
  }

  private Failure nobody(Glass s) {
    return UnservedRows.failure(s.server(), groups, s.known().workers(), "then ask again; until then " + BY_HAND);
  }

  private static Failure late(String what) {
    return new Failure(NOT_OPEN, what, "look whether the host is reachable, then ask for the account again", true);
  }

  private static boolean isAsked(Glass s) {
    return s.known().until() != null || s.known().closing();
  }

  private static boolean isReachable(Glass s) {
    return s.server().build() != null && !s.server().withdrawn();
  }

  private static boolean isLate(Glass s, Instant now) {
    var until = s.known().until();
    return until != null && !now.isBefore(until);
  }

  private static boolean isToEnd(Glass s, Instant now) {
    return s.known().until() == null || s.known().closing() || isLate(s, now) || isOver(s);
  }

  /** The server has left, or was finalized. */
  private static boolean isOver(Glass s) {
    var finalized = s.known().overAt();
    return (finalized != null && finalized.isAfter(s.known().askedAt())) || hasLeft(s.server(), s.known().round());
  }

  private static boolean hasLeft(AgentServer s, int round) {
    var next = s.anew();
    return s.withdrawn() && (next == null || next.withdrawn() || round < next.build().getRound());
  }

  private static boolean isDue(Glass s, Instant now) {
    var at = s.known().retryAt();
    return at != null && !now.isBefore(at);
  }

  private @Nullable Instant deadline(BreakGlass known) {
    Duration within = policy.runbookWithin();
    return known.phase() == OPENING || (known.phase() == CLOSING && !known.told()) ? known.since().plus(within) : null;
  }

  private boolean isOverdue(Glass s, Instant now) {
    var deadline = deadline(s.known());
    return deadline != null && !now.isBefore(deadline);
  }

  /** When something is due by itself; null = nothing is. */
  @Nullable Instant wakeAt(AgentServer s) {
    var known = BreakGlass.of(s);
    var end = known.phase() == NONE || UP.contains(known.phase()) ? known.until() : null;
    return Stream.of(known.retryAt(), deadline(known), end).filter(Objects::nonNull).map(Instant.class::cast)
        .min(Instant::compareTo).orElse(null);
  }

  /** Whatever was asked last holds. Of a server that has left nothing is asked any more. */
  static AgentServer asked(AgentServer s, BreakGlassRequested e) {
    var known = BreakGlass.of(s);
    if (!e.getOccurredAt().isAfter(known.askedAt())) {
      return s;
    }
    if (hasLeft(s, e.getRound()) || (s.build() != null && e.getRound() < s.settings().getRound())) {
      return s.withBreakGlass(known.with(c -> c.askedAt = e.getOccurredAt()));
    }
    boolean opens = e.getEndsAt().isAfter(e.getOccurredAt());
    return s.withBreakGlass(known.with(c -> {
      c.askedAt = e.getOccurredAt();
      c.round = Math.max(c.round, e.getRound());
      c.until = opens ? e.getEndsAt() : null;
      c.closing = !opens && c.phase != CLOSING;
    }));
  }

  /** Notes nothing where none was ever asked for. */
  static AgentServer finalized(AgentServer s, CutoverFinalized e) {
    var known = s.breakGlass();
    if (known == null || e.getRound() < known.round() || !e.getOccurredAt().isAfter(known.askedAt())) {
      return s;
    }
    var latest = known.overAt();
    return latest != null && !e.getOccurredAt().isAfter(latest) ? s
        : s.withBreakGlass(known.with(c -> c.overAt = e.getOccurredAt()));
  }

  /** What is to be done on the host; a hold does not keep it. */
  static List<AgentOperation> wanted(AgentServer s) {
    var known = BreakGlass.of(s);
    return switch (known.phase()) {
      case OPENING -> List.of(new OpenBreakGlass(header(s, "OpenBreakGlass"), source(known),
          Objects.requireNonNull(known.openUntil(), "until"), known.order()));
      case CLOSING -> List.of(new CloseBreakGlass(header(s, "CloseBreakGlass"), source(known), known.order()));
      case NONE, OPEN_WAITING, OPEN, CLOSE_WAITING, UNKNOWN -> List.of();
    };
  }

  private static SourceHost source(BreakGlass known) {
    return Objects.requireNonNull(known.source(), "source");
  }

  private static OperationHeader header(AgentServer s, String kind) {
    var known = BreakGlass.of(s);
    return new OperationHeader(s.serverId(), kind, known.begunRound(), known.attempt(), s.serverId(), true, known.since(), known.waveId(),
        known.workers(), null);
  }
}
