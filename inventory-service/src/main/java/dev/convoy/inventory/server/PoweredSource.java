package dev.convoy.inventory.server;

import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A source that was shut down after its drain, or was to be.
 *
 * @param at when this was said
 * @param awake it answers though it is to be off
 * @param turnedAt when it last woke, or was off again; null = it never woke
 * @param note what a person has to know of it; null = nothing
 * @param retriable its shutdown failed and can be asked for again
 */
record PoweredSource(
    Instant at, boolean awake, @Nullable Instant turnedAt, @Nullable String note, boolean retriable) {

  /** The source answers again. */
  static final String WOKE = "CVY-1305";

  private static final String REMEDY =
      "shut it down by hand, Convoy notices; or roll back; or retry the server to go on with both";

  /** What was said of the source of this state. */
  static ServerState merge(ServerState state, SpecificRecord event, Emitter out, Instant now) {
    var known = state.users().source();
    return switch (event) {
      case SourceShutDown e -> off(heard(state, new PoweredSource(e.getOccurredAt(), false,
          known != null && known.awake() ? e.getOccurredAt() : turned(known), null, false)));
      case SourceShutdownFailed e -> heard(state, new PoweredSource(e.getOccurredAt(), false, turned(known),
          "[" + e.getCode() + "] its source is not shut down: " + e.getMessage() + "; " + e.getRemedy(), true));
      case SourcePoweredOn e -> off(heard(state, new PoweredSource(e.getOccurredAt(), false, turned(known), null, false)));
      case SourceWoke e -> woke(state, e, out, now);
      default -> state;
    };
  }

  private static @Nullable Instant turned(@Nullable PoweredSource known) {
    return known == null ? null : known.turnedAt();
  }

  private static ServerState heard(ServerState state, PoweredSource said) {
    return state.serving(state.users().powered(said));
  }

  private static ServerState woke(ServerState state, SourceWoke e, Emitter out, Instant now) {
    var what = "its source was shut down and answers again: " + e.getEvidence();
    var after = heard(state, new PoweredSource(e.getOccurredAt(), true, e.getOccurredAt(),
        "[" + WOKE + "] " + what + "; " + REMEDY, false));
    return after.users().equals(state.users()) || state.isEnded() || state.attention().parked() != null
        ? after : Parkings.woke(after, what, REMEDY, out, now);
  }

  /** Off again, or meant to run again: nobody is needed any more. */
  private static ServerState off(ServerState state) {
    var parked = state.attention().parked();
    var source = state.users().source();
    return parked != null && parked.parking().getCode().equals(WOKE) && source != null && !source.awake()
        ? state.attending(state.attention().parked(null)) : state;
  }

  /** A person has asked for another shutdown. */
  PoweredSource retried() {
    return new PoweredSource(at, awake, turnedAt, null, false);
  }
}
