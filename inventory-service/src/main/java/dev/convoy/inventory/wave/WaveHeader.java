package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.inventory.command.Recent;
import dev.convoy.inventory.command.WavePlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wave without its members.
 *
 * @param approved gates that were approved
 * @param deadlinePassed true once the deadline has been acted on
 * @param gatesDue when gates are to be looked at without a message: a soak ends, the window opens; null = not before one
 */
public record WaveHeader(
    String waveId,
    Phase phase,
    WavePlan plan,
    List<Gate> approved,
    Counts counts,
    boolean deadlinePassed,
    @Nullable Instant gatesDue,
    Recent recent) {

  /** Where a wave stands. NEW = only its name is known. */
  public enum Phase {
    NEW, PLANNED, STARTED, PAUSED, COMPLETED
  }

  /** Servers that are moved, and how many of them have ended, need a person, are finalized. */
  public record Counts(int servers, int ended, int parked, int finalized) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(servers + other.servers, ended + other.ended, parked + other.parked,
          finalized + other.finalized);
    }

    Counts minus(Counts other) {
      return new Counts(servers - other.servers, ended - other.ended, parked - other.parked,
          finalized - other.finalized);
    }
  }

  static WaveHeader of(String waveId) {
    return new WaveHeader(waveId, Phase.NEW, WavePlan.AUTOMATIC, List.of(), Counts.NONE, false, null, Recent.NONE);
  }

  boolean hasBegun() {
    return phase == Phase.STARTED || phase == Phase.PAUSED;
  }

  /** True while gates may open. */
  boolean goesForward() {
    return phase == Phase.STARTED && !deadlinePassed;
  }

  /** True if the gate opens by itself or has been approved. */
  boolean lets(Gate gate) {
    return !plan.needsApproval(gate) || approved.contains(gate);
  }

  WaveHeader in(Phase next) {
    return new WaveHeader(waveId, next, plan, approved, counts, deadlinePassed, gatesDue, recent);
  }

  WaveHeader planned(WavePlan next) {
    return new WaveHeader(
        waveId, phase == Phase.NEW ? Phase.PLANNED : phase, next, approved, counts, false, next.windowStart(), recent);
  }

  WaveHeader approving(List<Gate> gates) {
    return new WaveHeader(waveId, phase, plan, gates, counts, deadlinePassed, gatesDue, recent);
  }

  /** The cutover gate is closed until somebody approves it. */
  WaveHeader revoking() {
    var others = approved.stream().filter(gate -> gate != Gate.CUTOVER).toList();
    return new WaveHeader(waveId, phase, plan.approving(Gate.CUTOVER), others, counts, deadlinePassed, gatesDue, recent);
  }

  WaveHeader counting(Counts next) {
    return new WaveHeader(waveId, phase, plan, approved, next, deadlinePassed, gatesDue, recent);
  }

  WaveHeader pastDeadline() {
    return new WaveHeader(waveId, phase, plan, approved, counts, true, gatesDue, recent);
  }

  WaveHeader dueAt(@Nullable Instant due) {
    return new WaveHeader(waveId, phase, plan, approved, counts, deadlinePassed, due, recent);
  }

  WaveHeader remembering(Recent commands) {
    return new WaveHeader(waveId, phase, plan, approved, counts, deadlinePassed, gatesDue, commands);
  }
}
