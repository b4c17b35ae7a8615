package dev.convoy.launch.server;

import dev.convoy.events.common.DnsSettings;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Phased;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOperation.ReadNames;
import dev.convoy.launch.server.LaunchOutcome.NamesRead;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import static dev.convoy.launch.server.NamesPhase.LOWERED;
import static dev.convoy.launch.server.NamesPhase.LOWERING;
import static dev.convoy.launch.server.NamesPhase.RAISING;
import static dev.convoy.launch.server.NamesPhase.READING;
import static dev.convoy.launch.server.NamesPhase.RESTORING;
import static dev.convoy.launch.server.NamesPhase.RETURNING;
import static dev.convoy.launch.server.NamesPhase.SWITCHED;
import static dev.convoy.launch.server.NamesPhase.SWITCHING;
import static dev.convoy.launch.server.NamesPhase.UNTOUCHED;

/**
 * Rows of the names of a server: read and kept for a short time before its outage, led to the target after its verification,
 * back to the source after that was resumed. A server without names takes none of them.
 */
final class NamesRows {

  /** On its way through the cutover, or about to begin. */
  private static final Set<Phase> ONWARD = EnumSet.of(Phase.CUTOVER_SETTINGS, Phase.GATHERING, Phase.RESERVED, Phase.QUIESCING,
      Phase.DRAINING, Phase.DRAINED, Phase.CUTOVER_LAUNCH, Phase.CUTOVER_REVERT, Phase.RELAUNCH_SETTINGS, Phase.CUTOVER_STOP,
      Phase.CUTOVER_FAILED, Phase.VERIFYING, Phase.VERIFIED);
  private static final Set<Phase> BACK = EnumSet.of(Phase.STOP_TARGET, Phase.STOP_SERVING, Phase.SNAPSHOT, Phase.SAVING,
      Phase.RESUMING);
  /** A change that leads them to the target may have been sent. */
  private static final Set<NamesPhase> LEADING = EnumSet.of(SWITCHING, SWITCHED, NamesPhase.UNKNOWN);
  private static final Set<Phase> FINALIZED = EnumSet.of(Phase.ARCHIVE, Phase.ARCHIVED);

  private final Backoff backoff;
  private final NamesWait wait;
  private final Lifecycle<NamesPhase, Named, LaunchOutcome> lifecycle;

  NamesRows(Backoff backoff, NamesWait wait) {
    this.backoff = backoff;
    this.wait = wait;
    this.lifecycle = table();
  }

  /** A server by its names. */
  record Named(LaunchState server) implements Phased<NamesPhase, Named> {

    @Override
    public NamesPhase phase() {
      return server.names() == null ? UNTOUCHED : server.names().phase();
    }

    @Override
    public Named enter(NamesPhase next, Instant at) {
      return server.names() == null ? this : with(c -> {
        c.phase = next;
        c.since = at;
        c.retryAt = null;
        c.told = false;
        c.waits = false;
      });
    }

    Names names() {
      return Objects.requireNonNull(server.names(), "names");
    }

    Named with(Consumer<Names.Draft> change) {
      return new Named(server.names(names().with(change)));
    }

    /** A first attempt of the phase's operation. */
    Named begin(Instant now) {
      return with(c -> c.tries = 0).again(now);
    }

    /** Another attempt of it. */
    Named again(Instant now) {
      return with(c -> {
        c.since = now;
        c.attempt++;
        c.tries++;
        c.retryAt = null;
        c.waits = false;
      });
    }
  }

  Lifecycle<NamesPhase, Named, LaunchOutcome> lifecycle() {
    return lifecycle;
  }

  private Lifecycle<NamesPhase, Named, LaunchOutcome> table() {
    var table = Lifecycle.<NamesPhase, Named, LaunchOutcome>startingIn(UNTOUCHED);
    prepare(table);
    lead(table);
    back(table);
    for (var phase : EnumSet.of(READING, SWITCHING, RESTORING, RAISING)) {
      failing(table.from(phase), phase).when("again", (s, now) -> s.names().isDue(now), phase, (s, out, now) -> s.again(now));
    }
    return table.build();
  }

  private void prepare(Lifecycle.Builder<NamesPhase, Named, LaunchOutcome> table) {
    table.from(UNTOUCHED).when("cutover gate open", (s, now) -> isToBePrepared(s.server(), now), READING,
        (s, out, now) -> new Named(s.server().names(Names.of(s.server(), declared(s.server()), now)
            .with(c -> c.phase = READING))).begin(now));
    table.from(READING)
        .when("not to be switched any more", (s, now) -> !isOnward(s, now), UNTOUCHED, (s, out, now) -> s)
        .on(NamesRead.class, LOWERING, (s, r, out, now) -> s.with(c -> c.former = r.names()).begin(now));
    table.from(EnumSet.of(LOWERING, LOWERED))
        .when("not to be switched any more", (s, now) -> !isOnward(s, now), RAISING, (s, out, now) -> s.begin(now));
    table.from(LOWERING).on(StepDone.class, LOWERED, this::lowered);
    table.from(LOWERED).when("answers of before have run out", (s, now) -> s.names().isDue(now), LOWERED,
        (s, out, now) -> s.with(c -> c.retryAt = null));
    failing(table.from(LOWERING), READING);
  }

  private Named lowered(Named s, StepDone done, Emitter out, Instant now) {
    var gate = s.server().gates().cutover();
    var names = s.names();
    if (!names.isLongKept() || gate == null) {
      return s.with(c -> c.loweredAt = now);
    }
    var awaited = s.server().phase() == Phase.READY && wait.covers(names, now, gate.getBackOutBy());
    var forgotten = now.plus(names.formerTtl());
    out.emit(LaunchEvents.namesPrepared(s.server(), names, forgotten, awaited, now));
    return s.with(c -> {
      c.loweredAt = now;
      c.retryAt = awaited ? forgotten : null;
    });
  }

  private static void lead(Lifecycle.Builder<NamesPhase, Named, LaunchOutcome> table) {
    table.from(LOWERED).when("tiers behind verified", (s, now) -> mayBeLed(s.server()), SWITCHING,
        (s, out, now) -> s.with(c -> c.target = Parameters.cutoverInstance(s.server()).privateIp()).begin(now));
    table.from(EnumSet.of(SWITCHING, SWITCHED)).when("on the way back", (s, now) -> BACK.contains(s.server().phase()),
        RETURNING, (s, out, now) -> s);
    table.from(SWITCHING).on(StepDone.class, SWITCHED, (s, r, out, now) -> s);
    table.from(SWITCHED).when("finalized", (s, now) -> FINALIZED.contains(s.server().phase()), RAISING,
        (s, out, now) -> s.begin(now));
  }

  private static void back(Lifecycle.Builder<NamesPhase, Named, LaunchOutcome> table) {
    table.from(RETURNING).when("source resumed", (s, now) -> s.server().source().resumedRound() >= s.names().round(), RESTORING,
        (s, out, now) -> s.begin(now));
    table.from(EnumSet.of(RESTORING, RAISING)).on(StepDone.class, UNTOUCHED, (s, r, out, now) -> s);
  }

  /** Restoring never gives up: after the last attempt a person is called, and it is tried on. */
  private Lifecycle.From<NamesPhase, Named, LaunchOutcome> failing(
      Lifecycle.From<NamesPhase, Named, LaunchOutcome> rows, NamesPhase back) {
    return rows
        .on(StepFailed.class, "tries left", this::triesLeft, back, (s, r, out, now) -> {
          out.emit(LaunchEvents.namesFailed(s.server(), s.names(), r, false, now));
          return s.with(c -> {
            c.waits = true;
            c.retryAt = now.plus(backoff.after(c.tries));
          });
        })
        .on(StepFailed.class, "given up", (s, r) -> !triesLeft(s, r), back, (s, r, out, now) -> {
          out.emit(LaunchEvents.namesFailed(s.server(), s.names(), r, back != RESTORING || !s.names().told(), now));
          return s.with(c -> {
            c.waits = true;
            c.told = true;
            c.retryAt = back == RESTORING ? now.plus(backoff.most()) : null;
          });
        });
  }

  private boolean triesLeft(Named s, StepFailed outcome) {
    return !outcome.failure().permanent() && backoff.allowsAfter(s.names().tries());
  }

  private static @Nullable DnsSettings settings(LaunchState s) {
    var build = s.gates().build();
    return build == null ? null : build.target().getDns();
  }

  private static DnsSettings declared(LaunchState s) {
    return Objects.requireNonNull(settings(s), "names");
  }

  private static boolean isToBePrepared(LaunchState s, Instant now) {
    return settings(s) != null && (s.phase() == Phase.READY ? Guards.mayCutOver(s, now)
        : ONWARD.contains(s.phase()) && !Guards.rollingBack(s));
  }

  private static boolean isOnward(Named s, Instant now) {
    var server = s.server();
    return server.round() == s.names().round()
        && (ONWARD.contains(server.phase()) || server.phase() == Phase.READY && Guards.authorized(server, now)
            && !server.gates().withdrawn() && !Guards.rollbackRequested(server));
  }

  private static boolean mayBeLed(LaunchState s) {
    return s.phase() == Phase.VERIFIED && Guards.mayComplete(s) && !Guards.rollingBack(s);
  }

  /** Nobody's outage begins before its names are kept for the short time only, nor while it waits for answers of before. */
  static boolean isPrepared(LaunchState s) {
    var names = s.names();
    return settings(s) == null || names != null && names.phase() == LOWERED && names.round() == s.round() && names.retryAt() == null;
  }

  /** The server has no names, or they lead to its target. */
  static boolean isLed(LaunchState s) {
    return settings(s) == null || s.names() != null && s.names().phase() == SWITCHED;
  }

  /** Users may have come to the target by name, whether or not the cutover is done. */
  static boolean mayLead(LaunchState s) {
    return s.names() != null && LEADING.contains(s.names().phase());
  }

  /** The way back goes on: the names lead to the source, or a person was told that they do not. */
  static boolean isBack(LaunchState s) {
    var names = s.names();
    return names == null || names.phase() != RETURNING && (names.phase() != RESTORING || names.told());
  }

  static boolean isAbout(LaunchOutcome outcome) {
    var kind = outcome.header().kind();
    return kind.equals(ReadNames.class.getSimpleName()) || kind.equals(ChangeNames.class.getSimpleName());
  }

  /** What follows for the names of a server. */
  Decision<Named> run(LaunchState s, @Nullable LaunchOutcome outcome, Emitter out, Instant now) {
    return lifecycle.run(new Named(s), outcome, out, now);
  }

  static List<LaunchOperation> wanted(LaunchState s) {
    var names = s.names();
    if (names == null || names.waits()) {
      return List.of();
    }
    return switch (names.phase()) {
      case READING -> List.of(new ReadNames(header(s, names, ReadNames.class, true), names.account(), Parameters.sourceServerId(s),
          names.former()));
      case LOWERING -> List.of(change(s, names, Guards.forward(s)));
      case SWITCHING -> List.of(change(s, names, mayBeLed(s)));
      case RESTORING -> List.of(change(s, names, true));
      case RAISING -> List.of(change(s, names, names.target().isEmpty() || !s.gates().held()));
      case UNTOUCHED, LOWERED, SWITCHED, RETURNING, UNKNOWN -> List.of();
    };
  }

  private static LaunchOperation change(LaunchState s, Names names, boolean act) {
    return new ChangeNames(header(s, names, ChangeNames.class, act), names.account(), Parameters.sourceServerId(s),
        names.changes());
  }

  private static OperationHeader header(LaunchState s, Names names, Class<? extends LaunchOperation> kind, boolean act) {
    return new OperationHeader(s.serverId(), kind.getSimpleName(), names.round(), names.attempt(), names.limitKey(),
        act, names.since(), Parameters.build(s).waveId());
  }

  /** When something is due by itself; null = nothing is. What waits for its cutover ends with the window. */
  static @Nullable Instant wakeAt(LaunchState s) {
    var names = s.names();
    var gate = s.gates().cutover();
    if (names == null || names.retryAt() != null) {
      return names == null ? null : names.retryAt();
    }
    return s.phase() == Phase.READY && gate != null && EnumSet.of(READING, LOWERING, LOWERED).contains(names.phase())
        ? gate.getWindowEnd() : null;
  }
}
