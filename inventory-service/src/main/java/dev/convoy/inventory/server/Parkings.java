package dev.convoy.inventory.server;

import dev.convoy.events.common.Parking;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;

/** Parks servers: the only place that publishes {@code ServerParked}. */
final class Parkings {

  private static final String SERVICE = "inventory";

  private Parkings() {}

  /** A service gave up. The same attempt parks once. */
  static ServerState failed(ServerState state, Failures.Failed failed, Emitter out, Instant now) {
    var seen = state.round().failures().get(failed.kind());
    if (state.withdrawn() || (seen != null && seen >= failed.attempt())) {
      return state;
    }
    var noted = state.in(state.round().failing(failed.kind(), failed.attempt()));
    var parked = park(noted, failed.attempt(), failed.service(), failed.code(), failed.message(), failed.remedy(),
        failed.clearedBy(), out, now);
    var why = parked.attention().parked();
    return why == null || !failed.needsDecision() ? parked
        : parked.attending(parked.attention().parked(new Parked(why.parking(), why.clearedBy(), failed.attempt())));
  }

  /** A rollback that nobody asked for needs a person; the reason that led to it stands if there is one. */
  static ServerState rolledBack(ServerState after, ServerState before, RolledBack event, Emitter out, Instant now) {
    boolean known = before.users().rolledBackAt() != null;
    if (known || after.withdrawn() || after.round().rollbackRequested() || after.attention().parked() != null) {
      return after;
    }
    return park(after, event.getAttempt(), SERVICE, "CVY-1303", "rolled back: " + event.getReason(),
        "mend the cause, then retry the server for a new round", Stage.ARCHIVED, out, now);
  }

  /** The inventory itself needs a person. */
  static ServerState own(
      ServerState state, String code, String evidence, String remedy, Stage clearedBy, Emitter out, Instant now) {
    return park(state, 0, SERVICE, code, evidence, remedy, clearedBy, out, now);
  }

  /** No cutover goes forward with a test that does not count any more. */
  static ServerState untested(ServerState state, String evidence, Emitter out, Instant now) {
    return state.attention().parked() != null ? state : own(state, "CVY-1304", evidence,
        "ask for a new test: ./convoy server retest " + state.serverId(), Stage.ARCHIVED, out, now);
  }

  /** A source that is to be off answers: two of one server may be at work. */
  static ServerState woke(ServerState state, String evidence, String remedy, Emitter out, Instant now) {
    return park(state, 0, "agent", PoweredSource.WOKE, evidence, remedy, Stage.CUTOVER_FINALIZED, out, now);
  }

  private static ServerState park(
      ServerState state, int attempt, String service, String code, String evidence, String remedy, Stage clearedBy,
      Emitter out, Instant now) {
    var stage = state.round().stage();
    out.emit(new ServerParked(
        state.serverId(), state.round().number(), attempt, now, stage, service, code, evidence, remedy));
    var parking = new Parking(stage, service, code, evidence, remedy, now);
    return state.attending(state.attention().parked(new Parked(parking, clearedBy, null)));
  }
}
