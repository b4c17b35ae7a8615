package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.GatePlan;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.wave.GateApproved;
import dev.convoy.events.wave.WaveCompleted;
import dev.convoy.events.wave.WaveDeadlinePassed;
import dev.convoy.events.wave.WavePaused;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveProgressed;
import dev.convoy.events.wave.WaveResumed;
import dev.convoy.events.wave.WaveRollbackRequested;
import dev.convoy.events.wave.WaveStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A wave as its events tell it.
 *
 * @param phase PLANNED, STARTED, PAUSED or COMPLETED
 * @param note why it is paused or late; null when it is neither
 * @param testKeepSeconds how long the instances of passed tests are kept; null = not at all
 */
public record WaveStatus(
    String waveId,
    String phase,
    List<GatePlan> gates,
    GroupPolicy groupPolicy,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    @Nullable Instant deadline,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String note,
    int servers,
    int ended,
    int parked,
    int finalized,
    @Nullable Long testKeepSeconds) {

  static WaveStatus of(String waveId) {
    return new WaveStatus(waveId, "PLANNED", List.of(), GroupPolicy.UNKNOWN, null, null, null, null, null, null, 0, 0, 0, 0, null);
  }

  /** As the plan says it; null = not at all. */
  public @Nullable Double testKeepDays() {
    return testKeepSeconds == null ? null : testKeepSeconds / (double) Duration.ofDays(1).toSeconds();
  }

  WaveStatus after(SpecificRecord event) {
    return switch (event) {
      case WavePlanned e -> new WaveStatus(waveId, phase, e.getGates(), e.getGroupPolicy(), e.getWindowStart(),
          e.getWindowEnd(), e.getDeadline(), startedAt, completedAt, note, servers, ended, parked, finalized,
          e.getTestKeepSeconds());
      case GateApproved e -> new WaveStatus(waveId, phase, approved(e), groupPolicy, windowStart, windowEnd, deadline,
          startedAt, completedAt, note, servers, ended, parked, finalized, testKeepSeconds);
      case WaveStarted e -> in("STARTED", e.getOccurredAt(), null, null);
      case WavePaused e -> in("PAUSED", startedAt, null, "paused by " + e.getPausedBy() + ": " + e.getReason());
      case WaveResumed e -> in("STARTED", startedAt, null, null);
      case WaveRollbackRequested e ->
          in("PAUSED", startedAt, null, "rolled back by " + e.getRequestedBy() + ": " + e.getReason());
      case WaveCompleted e -> in("COMPLETED", startedAt, e.getOccurredAt(), null);
      case WaveDeadlinePassed e -> in(phase, startedAt, completedAt, "the deadline has passed");
      case WaveProgressed e -> counting(e);
      default -> this;
    };
  }

  private List<GatePlan> approved(GateApproved event) {
    return gates.stream().map(plan -> plan.getGate() == event.getGate()
        ? new GatePlan(plan.getGate(), plan.getPolicy(), true) : plan).toList();
  }

  private WaveStatus in(String next, @Nullable Instant started, @Nullable Instant completed, @Nullable String why) {
    return new WaveStatus(waveId, next, gates, groupPolicy, windowStart, windowEnd, deadline, started, completed, why,
        servers, ended, parked, finalized, testKeepSeconds);
  }

  private WaveStatus counting(WaveProgressed e) {
    boolean reopened = phase.equals("COMPLETED") && e.getEnded() < e.getServers();
    return new WaveStatus(waveId, reopened ? "STARTED" : phase, gates, groupPolicy, windowStart, windowEnd, deadline,
        startedAt, reopened ? null : completedAt, note, e.getServers(), e.getEnded(), e.getParked(), e.getFinalized(),
        testKeepSeconds);
  }
}
